package dev.atom.mock;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/** Plays an answer into a connection: whole, in pieces, or faulty. */
final class Player {
  private final Connection connection;
  private final ServerTime time;

  Player(Connection connection, ServerTime time) {
    this.connection = connection;
    this.time = time;
  }

  /** Plays and says how it ended; an IOException means that the client or the server has closed. */
  CallEnd play(Play play) throws IOException, InterruptedException {
    if (!time.await(play.delay(), connection.gone())) {
      return gone();
    }
    if (play.end().isEmpty()) {
      return whole(play);
    }
    return switch (play.end().get()) {
      case Fault.HangUp hangUp -> brokenOff(connection::abort);
      case Fault.Refuse refuse -> brokenOff(connection::abort);
      case Fault.Reset reset -> brokenOff(connection::reset);
      case Fault.Silence silence -> untilGone();
      case Fault.CutAfter cut -> write(play, cut.bytes()) ? brokenOff(connection::abort) : gone();
      case Fault.ResetAfter cut -> write(play, cut.bytes()) ? brokenOff(connection::reset) : gone();
      case Fault.MalformedAfter cut ->
          write(play, cut.bytes()) ? brokenOff(connection::malform) : gone();
      case Fault.StallAfter stall -> write(play, stall.bytes()) ? untilGone() : gone();
      // These end nothing: an answer has them apart from its end.
      case Fault.Delay delay -> whole(play);
      case Fault.Drip drip -> whole(play);
      case Fault.Pieces pieces -> whole(play);
      case Fault.SplitCharacters split -> whole(play);
    };
  }

  /** Breaks the connection off. */
  private interface Break {
    void now() throws IOException;
  }

  private static CallEnd brokenOff(Break how) throws IOException {
    how.now();
    return CallEnd.BROKEN_OFF;
  }

  private CallEnd whole(Play play) throws IOException, InterruptedException {
    if (!write(play, Integer.MAX_VALUE)) {
      return gone();
    }
    connection.end();
    return CallEnd.WHOLE;
  }

  private CallEnd untilGone() throws IOException, InterruptedException {
    try {
      connection.gone().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it exceptionally", e);
    }
    return gone();
  }

  private CallEnd gone() throws IOException {
    boolean here = !connection.open();
    connection.abort();
    return here ? CallEnd.SERVER_CLOSED : CallEnd.CLIENT_CLOSED;
  }

  /** Writes headers and body up to a count of bytes; false if the client hung up on the way. */
  private boolean write(Play play, int count) throws IOException, InterruptedException {
    Exchange.Response answer = play.response();
    byte[] body = answer.body();
    begin(play, answer.headers(), body.length);
    int end = Math.min(count, body.length);
    int piece = 0;
    for (int from = 0; from < end; piece++) {
      if (piece > 0 && play.drip().isPresent()) {
        if (!time.await(play.drip().get().every(), connection.gone())) {
          return false;
        }
      }
      int to = (int) Math.min((long) from + size(play, piece, end), end);
      connection.write(body, from, to);
      from = to;
    }
    return true;
  }

  private void begin(Play play, Map<String, List<String>> headers, int length) throws IOException {
    boolean chunked =
        !play.pieces().isEmpty()
            || play.drip().isPresent()
            || play.end().filter(Fault.MalformedAfter.class::isInstance).isPresent();
    connection.begin(
        play.response().status(),
        headers,
        chunked ? OptionalLong.empty() : OptionalLong.of(length));
  }

  /** The last of the sizes holds for the rest. */
  private static int size(Play play, int piece, int whole) {
    Optional<Fault.Drip> drip = play.drip();
    List<Integer> sizes = play.pieces();
    if (drip.isPresent()) {
      return drip.get().bytes();
    }
    return sizes.isEmpty() ? whole : sizes.get(Math.min(piece, sizes.size() - 1));
  }
}
