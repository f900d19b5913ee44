package dev.jobward.blackbox;

import dev.jobward.blackbox.server.BlackBox;

@BlackBox
class PythonWorkerIT extends WorkerProgramContract {

  PythonWorkerIT() {
    super(WorkerProgram.PYTHON);
  }
}
