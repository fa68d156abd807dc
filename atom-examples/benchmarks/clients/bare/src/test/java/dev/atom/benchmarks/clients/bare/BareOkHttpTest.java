package dev.atom.benchmarks.clients.bare;

import dev.atom.benchmarks.clients.PeerCheck;
import dev.atom.benchmarks.clients.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BareOkHttpTest {
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void readsWholeRepliesAndStreams(Protocol protocol) throws Exception {
    PeerCheck.run(new BareOkHttp(), protocol);
  }
}
