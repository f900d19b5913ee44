package dev.jobward.blackbox;

import dev.jobward.blackbox.server.BlackBox;
import org.junit.jupiter.api.Tag;

@BlackBox
@Tag("once")
class NodeWorkerIT extends WorkerProgramContract {

  NodeWorkerIT() {
    super(WorkerProgram.NODE);
  }
}
