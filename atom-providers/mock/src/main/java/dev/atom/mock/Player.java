package dev.atom.mock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Plays a recorded answer into a connection: whole, in pieces, or faulty. */
final class Player {
  private final Connection connection;
  private final List<Integer> pieces;
  private final Optional<VirtualClock> clock;

  Player(Connection connection, List<Integer> pieces, Optional<VirtualClock> clock) {
    this.connection = connection;
    this.pieces = pieces;
    this.clock = clock;
  }

  void play(Exchange.Response answer) throws IOException {
    byte[] body = answer.body();
    begin(answer, body.length);
    write(body, body.length);
    connection.end();
  }

  void play(Exchange.Response answer, Fault fault) throws IOException, InterruptedException {
    byte[] body = answer.body();
    switch (fault) {
      case Fault.CutAfter cut -> {
        begin(answer, body.length);
        write(body, cut.bytes());
        connection.abort();
      }
      case Fault.EndAfter end -> {
        begin(answer, Math.min(end.bytes(), body.length));
        write(body, end.bytes());
        connection.end();
      }
      case Fault.StallAfter stall -> {
        begin(answer, body.length);
        write(body, stall.bytes());
        connection.stall();
      }
      case Fault.GarbageAfter garbage -> {
        byte[] rest = garbage.garbage().getBytes(StandardCharsets.UTF_8);
        begin(answer, Math.min(garbage.bytes(), body.length) + rest.length);
        write(body, garbage.bytes());
        write(rest, rest.length);
        connection.end();
      }
      case Fault.Status other -> play(answerOf(other.status(), other.headers(), other.body()));
      case Fault.Delay delay -> {
        if (clock.isPresent()) {
          clock.get().sleep(delay.time());
        } else {
          Thread.sleep(delay.time());
        }
        play(answer);
      }
      case Fault.HangUp hangUp -> connection.abort();
      case Fault.Silence silence -> connection.stall();
    }
  }

  static Exchange.Response answerOf(int status, Map<String, List<String>> headers, String body) {
    return new Exchange.Response(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private void begin(Exchange.Response answer, int length) throws IOException {
    OptionalLong known = pieces.isEmpty() ? OptionalLong.of(length) : OptionalLong.empty();
    connection.begin(answer.status(), answer.headers(), known);
  }

  /** The last of the sizes holds for the rest. */
  private void write(byte[] body, int count) throws IOException {
    int end = Math.min(count, body.length);
    int piece = 0;
    for (int from = 0; from < end; piece++) {
      int size = pieces.isEmpty() ? end : pieces.get(Math.min(piece, pieces.size() - 1));
      int to = (int) Math.min((long) from + size, end);
      connection.write(body, from, to);
      from = to;
    }
  }
}
