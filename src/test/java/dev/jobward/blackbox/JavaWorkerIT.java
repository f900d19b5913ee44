package dev.jobward.blackbox;

import dev.jobward.blackbox.server.BlackBox;
import org.junit.jupiter.api.Tag;

@BlackBox
@Tag("once")
class JavaWorkerIT extends WorkerProgramContract {

  JavaWorkerIT() {
    super(WorkerProgram.JAVA);
  }
}
