package dev.atom.benchmarks.clients.atom;

import dev.atom.benchmarks.clients.PeerCheck;
import dev.atom.benchmarks.clients.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomTest {
  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"CHAT", "RESPONSES", "MESSAGES"})
  void readsWholeRepliesAndStreams(Protocol protocol) throws Exception {
    PeerCheck.run(new Atom(), protocol);
  }
}
