package dev.atom.benchmarks.clients;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutionException;

/**
 * The process in which one peer is measured: its class path holds that peer alone. Prints a line for
 * each figure, such as {@code cpu1 84.1}.
 */
public final class Measured {
  private static final int STREAM = 500;
  private static final int SHORT_STREAM = 20;
  private static final int FIRST_TOKENS = 200;

  /** How long what a new process spends is measured, most of it on compiling. */
  private static final double COLD_SECONDS = 2;

  /** How long to wait for the compiler at most, each time. */
  private static final double MOST_SECONDS = 10;

  private static final double NANOS_IN_MICRO = 1e3;
  private static final double NANOS_IN_MILLI = 1e6;

  private final PeerFactory factory;
  private final Protocol protocol;
  private final String server;
  private final double seconds;

  private Measured(PeerFactory factory, Protocol protocol, String server, double seconds) {
    this.factory = factory;
    this.protocol = protocol;
    this.server = server;
    this.seconds = seconds;
  }

  /**
   * Measures.
   *
   * @param args {@code first} or {@code steady}, or for a profiler {@code calls} or {@code
   *     streams}; the protocol, the server's address without {@code
   *     /v1}, how many seconds each measure takes
   * @throws Exception if a call fails, or a reply isn't what was sent
   */
  public static void main(String[] args) throws Exception {
    PeerFactory factory = ServiceLoader.load(PeerFactory.class).findFirst().orElseThrow();
    Measured measured =
        new Measured(factory, Protocol.valueOf(args[1]), args[2], Double.parseDouble(args[3]));
    switch (args[0]) {
      case "first" -> measured.first();
      case "steady" -> measured.steady();
      case "calls" -> measured.calls();
      case "streams" -> measured.streams();
      default -> throw new IllegalArgumentException("nothing to measure is called " + args[0]);
    }
    // Some libraries leave threads behind that would keep the process alive.
    System.exit(0);
  }

  private Peer open(int tokens, int gap, int connections) {
    URI base = URI.create(server + "/t" + tokens + "i" + gap + "/v1");
    return factory.open(protocol, base, connections);
  }

  private void first() throws Exception {
    long from = System.nanoTime();
    try (Peer peer = open(1, 0, 1)) {
      PeerCheck.whole(peer);
      print("first", (System.nanoTime() - from) / NANOS_IN_MILLI);
    }
  }

  private void steady() throws Exception {
    try (Peer peer = open(1, 0, ManyStreams.STREAMS)) {
      PeerCheck.whole(peer);
      print("cold64", Load.run(64, COLD_SECONDS, peer::chat).cpuMicros());
      Load.settle(64, MOST_SECONDS, peer::chat);
      // From many to one: what is measured alone comes last, when all is compiled.
      calls(peer, 1_000, warm(peer, 1_000));
    }
    try (Peer peer = open(1, 0, 64)) {
      calls(peer, 64, warm(peer, 64));
    }
    try (Peer peer = open(1, 0, 1)) {
      Load.Result one = warm(peer, 1);
      print("p50", one.median());
      print("p99", one.late());
      calls(peer, 1, one);
    }
    tokens();
    many();
  }

  private void calls() throws Exception {
    try (Peer peer = open(1, 0, 1)) {
      print("rate", Load.run(1, seconds, peer::chat).perSecond());
    }
  }

  private void streams() throws Exception {
    try (Peer peer = open(STREAM, 0, 1)) {
      print("rate", Load.run(1, seconds, () -> new TokenCount().read(peer, STREAM)).perSecond());
    }
  }

  private Load.Result warm(Peer peer, int threads) throws InterruptedException, ExecutionException {
    Load.settle(threads, MOST_SECONDS, peer::chat);
    return Load.run(threads, seconds, peer::chat);
  }

  private static void calls(Peer peer, int threads, Load.Result result) throws Exception {
    print("rate" + threads, result.perSecond());
    print("cpu" + threads, result.cpuMicros());
    print("bytes" + threads, result.bytes());
    PeerCheck.whole(peer);
  }

  /** A token's cost is what a long stream costs more than a short one, by the tokens it has more. */
  private void tokens() throws Exception {
    try (Peer longer = open(STREAM, 0, 1);
        Peer shorter = open(SHORT_STREAM, 0, 1)) {
      Load.run(4, 2 * seconds, () -> new TokenCount().read(longer, STREAM));
      Load.run(1, seconds / 2, () -> new TokenCount().read(shorter, SHORT_STREAM));
      Load.Result few =
          Load.run(1, seconds / 2, () -> new TokenCount().read(shorter, SHORT_STREAM));
      Load.Result all = Load.run(1, seconds, () -> new TokenCount().read(longer, STREAM));
      int more = STREAM - SHORT_STREAM;
      print("tokenBytes", (all.bytes() - few.bytes()) / more);
      print("tokenCpu", (all.cpuMicros() - few.cpuMicros()) / more);
      print("tokenMicros", (all.median() - few.median()) / more);
      print("streamBytes", all.bytes() / STREAM);
      print("streamMicros", all.median() / STREAM);
      print("firstToken", firstToken(longer));
    }
  }

  private static double firstToken(Peer peer) throws Exception {
    double[] micros = new double[FIRST_TOKENS];
    for (int i = 0; i < micros.length; i++) {
      long from = System.nanoTime();
      micros[i] = (new TokenCount().read(peer, STREAM) - from) / NANOS_IN_MICRO;
    }
    Arrays.sort(micros);
    return micros[micros.length / 2];
  }

  /** The first time warms up; the connections stay for the second, which counts. */
  private void many() throws Exception {
    try (Peer peer = open(ManyStreams.TOKENS, ManyStreams.GAP_MILLIS, ManyStreams.STREAMS)) {
      print("manyColdAll", ManyStreams.run(peer).all());
      ManyStreams.Result result = ManyStreams.run(peer);
      print("manyAll", result.all());
      print("manyFirst", result.firstMedian());
      print("manyLate", result.firstLate());
      print("manyThreads", result.threads());
    }
  }

  private static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.3f%n", name, value);
  }
}
