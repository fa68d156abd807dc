package dev.atom.benchmarks.clients.langchain4j;

import dev.atom.benchmarks.clients.Peer;
import dev.atom.benchmarks.clients.PeerFactory;
import dev.atom.benchmarks.clients.Protocol;
import java.net.URI;

/** Makes LangChain4j's models. */
public final class LangChain4j implements PeerFactory {
  /** Made by the service loader. */
  public LangChain4j() {}

  @Override
  public Peer open(Protocol protocol, URI base, int connections) {
    return new LangChain4jPeer(protocol, base);
  }
}
