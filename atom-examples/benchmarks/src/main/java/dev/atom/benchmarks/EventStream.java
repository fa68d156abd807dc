package dev.atom.benchmarks;

import dev.atom.http.EventSink;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.ServerSentEventParser;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A million bytes of a chat's server-sent events in pieces of 8 KiB, as a socket gives them. One
 * call reads all of it: megabytes a second are a million divided by microseconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventStream {
  private static final int BYTES = 1_000_000;
  private static final int PIECE = 8192;

  private final byte[][] pieces = pieces();

  /** Counts events and the characters of their data. */
  private static final class Count implements Consumer<ServerSentEvent>, EventSink {
    private long events;
    private long characters;

    @Override
    public void event(String type, byte[] data, int from, int to, boolean complete) {
      String text = new String(data, from, to - from, StandardCharsets.UTF_8);
      accept(new ServerSentEvent(type, text, "", complete));
    }

    @Override
    public void accept(ServerSentEvent event) {
      events++;
      characters += event.data().length();
    }
  }

  /**
   * Checks that all find the same events.
   *
   * @throws IOException never: the bytes are in memory
   */
  @Setup
  public void check() throws IOException {
    long scanned = bareScan();
    long parsed = parse().events;
    long read = read().events;
    if (scanned != parsed || read != parsed || parse().characters != read().characters) {
      throw new IllegalStateException(
          "events scanned: " + scanned + ", parsed: " + parsed + ", read by lines: " + read);
    }
  }

  /**
   * The floor: looks at each byte and counts blank lines; makes no text.
   *
   * @return how many events
   */
  @Benchmark
  public long bareScan() {
    long events = 0;
    byte before = 0;
    for (byte[] piece : pieces) {
      for (byte b : piece) {
        if (b == '\n' && before == '\n') {
          events++;
        }
        before = b;
      }
    }
    return events;
  }

  /**
   * What a program often does by hand: a buffered reader's lines, {@code data:} cut off.
   *
   * @return how many characters of data
   * @throws IOException never: the bytes are in memory
   */
  @Benchmark
  public long lineReader() throws IOException {
    return read().characters;
  }

  /**
   * Atom's parser, by the standard.
   *
   * @return how many characters of data
   */
  @Benchmark
  public long eventParser() {
    return parse().characters;
  }

  private Count parse() {
    Count count = new Count();
    ServerSentEventParser parser = new ServerSentEventParser(BYTES);
    for (byte[] piece : pieces) {
      parser.feed(piece, 0, piece.length, count);
    }
    return count;
  }

  private Count read() throws IOException {
    Count count = new Count();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(new Pieces(pieces), StandardCharsets.UTF_8));
    StringBuilder data = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        data.append(line, "data: ".length(), line.length());
      } else if (line.isEmpty()) {
        count.accept(new ServerSentEvent("message", data.toString(), "", true));
        data.setLength(0);
      }
    }
    return count;
  }

  private static byte[][] pieces() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < BYTES; i++) {
      text.append(chunk(i));
    }
    byte[] all = Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), BYTES);
    byte[][] pieces = new byte[(BYTES + PIECE - 1) / PIECE][];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = Arrays.copyOfRange(all, i * PIECE, Math.min(BYTES, (i + 1) * PIECE));
    }
    return pieces;
  }

  private static String chunk(int number) {
    return """
        data: {"id":"chatcmpl-%d","object":"chat.completion.chunk","created":1767225600,\
        "model":"gpt-5.4","choices":[{"index":0,"delta":{"content":" wörd%d"},\
        "finish_reason":null}]}

        """
        .formatted(number, number % 1000);
  }

  /** The pieces one after the other. */
  private static final class Pieces extends java.io.InputStream {
    private final byte[][] pieces;
    private ByteArrayInputStream current = new ByteArrayInputStream(new byte[0]);
    private int next;

    Pieces(byte[][] pieces) {
      this.pieces = pieces;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int most) {
      if (current.available() == 0 && next < pieces.length) {
        current = new ByteArrayInputStream(pieces[next++]);
      }
      return current.read(into, from, most);
    }
  }
}
