package dev.jobward.blackbox;

import dev.jobward.blackbox.server.BlackBox;
import org.junit.jupiter.api.Tag;

@BlackBox
@Tag("once")
class PythonWorkerIT extends WorkerProgramContract {

  PythonWorkerIT() {
    super(WorkerProgram.PYTHON);
  }
}
