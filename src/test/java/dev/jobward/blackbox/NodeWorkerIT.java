package dev.jobward.blackbox;

import dev.jobward.blackbox.server.BlackBox;

@BlackBox
class NodeWorkerIT extends WorkerProgramContract {

  NodeWorkerIT() {
    super(WorkerProgram.NODE);
  }
}
