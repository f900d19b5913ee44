package dev.jobward.blackbox;

import dev.jobward.blackbox.server.BlackBox;

@BlackBox
class JavaWorkerIT extends WorkerProgramContract {

  JavaWorkerIT() {
    super(WorkerProgram.JAVA);
  }
}
