package dev.atom.providers.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atom.CallContext;
import dev.atom.http.HttpCall;
import dev.atom.http.HttpStream;
import dev.atom.http.ServerSentEvent;
import dev.atom.http.Transport;
import dev.atom.model.MalformedReply;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import dev.atom.model.Usage;
import dev.atom.providers.openai.TestServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EventReplyStreamTest {
  private static final String EVENT = "data: {\"type\":\"more\",\"text\":\"%s\"}\n\n";

  /** A reader whose methods fail where a test says so. */
  private static class Reader implements StreamReader {
    @Override
    public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {}

    @Override
    public Usage usage() {
      return Usage.of(7, 1);
    }

    @Override
    public void end(Consumer<ReplyEvent> sink) {}
  }

  private static ReplyStream open(TestServer server, StreamReader reader) {
    HttpCall call = HttpCall.get(URI.create(server.base() + "/x")).build();
    HttpStream http = Transport.shared().open(call, CallContext.create());
    Failures failures =
        new Failures(new ModelRef("p", "m"), json -> Optional.empty(), Clock.systemUTC());
    Opened opened = new Opened(http, new Keys(Optional.empty()), failures);
    return new EventReplyStream(opened, Dialect.Framing.EVENTS, reader);
  }

  @Test
  void errorOfTheMachineInTheReaderReachesTheCaller() throws Exception {
    StackOverflowError error = new StackOverflowError("deep");
    StreamReader broken =
        new Reader() {
          @Override
          public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
            throw error;
          }
        };
    try (TestServer server = new TestServer()) {
      server.stream("data: {}\n\n");
      try (ReplyStream stream = open(server, broken)) {
        assertThatThrownBy(stream::hasNext).isSameAs(error);
        assertThatThrownBy(stream::next).isSameAs(error);
      }
    }
  }

  @Test
  void replyThatCannotBePutTogetherAtTheEndIsMalformed() throws Exception {
    StreamReader broken =
        new Reader() {
          @Override
          public void end(Consumer<ReplyEvent> sink) {
            throw new IllegalArgumentException("a call has no name");
          }
        };
    try (TestServer server = new TestServer()) {
      server.stream("data: {}\n\n");
      try (ReplyStream stream = open(server, broken)) {
        assertThatExceptionOfType(MalformedReply.class).isThrownBy(stream::hasNext);
        assertThatExceptionOfType(MalformedReply.class).isThrownBy(stream::next);
      }
    }
  }

  @Test
  void repeatedTextThatHasNoPlaceIsMalformed() throws Exception {
    StreamReader broken =
        new Reader() {
          @Override
          public Optional<Repeat> repeat() {
            return Optional.of(
                new Repeat(
                    "text",
                    Set.of(),
                    (text, sink) -> {
                      throw new IllegalArgumentException("a piece of a block that was not begun");
                    }));
          }
        };
    try (TestServer server = new TestServer()) {
      server.stream(EVENT.formatted("one") + EVENT.formatted("two"));
      try (ReplyStream stream = open(server, broken)) {
        assertThatExceptionOfType(MalformedReply.class).isThrownBy(stream::hasNext);
      }
    }
  }

  @Test
  void whatAReaderQuotesOfTheProviderIsInNoException() throws Exception {
    StreamReader broken =
        new Reader() {
          @Override
          public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
            throw new IllegalArgumentException("quoted: " + event.data());
          }
        };
    try (TestServer server = new TestServer()) {
      server.stream(EVENT.formatted("your key is correct-horse"));
      try (ReplyStream stream = open(server, broken)) {
        assertThatThrownBy(stream::hasNext)
            .isInstanceOf(MalformedReply.class)
            .hasMessageContaining("IllegalArgumentException")
            .satisfies(e -> assertThat(trace(e)).doesNotContain("correct-horse"));
      }
    }
  }

  @Test
  void whatWasUsedUntilItBrokeIsInTheFailureAndTheStream() throws Exception {
    try (TestServer server = new TestServer()) {
      server.stream("data: {}\n\n");
      try (ReplyStream stream = open(server, new Reader())) {
        assertThatExceptionOfType(TruncatedStream.class)
            .isThrownBy(stream::hasNext)
            .satisfies(e -> assertThat(e.failure().usage()).isEqualTo(Usage.of(7, 1).atLeast()));
        assertThat(stream.usage()).isEqualTo(Usage.of(7, 1).atLeast());
      }
    }
  }

  /** Asks for the usage from another thread while the reader is in the midst of an event. */
  private static final class AskedMeanwhile extends Reader {
    private volatile ReplyStream stream;
    private volatile boolean busy;
    private volatile boolean askedWhileBusy;

    @Override
    public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
      busy = true;
      Thread other = Thread.ofPlatform().start(() -> stream.usage());
      while (other.getState() != Thread.State.WAITING && other.isAlive()) {
        Thread.onSpinWait();
      }
      busy = false;
    }

    @Override
    public Usage usage() {
      askedWhileBusy |= busy;
      return super.usage();
    }
  }

  @Test
  @Timeout(60)
  void usageAskedByAnotherThreadWaitsForTheEventThatIsTakenIn() throws Exception {
    AskedMeanwhile reader = new AskedMeanwhile();
    try (TestServer server = new TestServer()) {
      server.stream("data: {}\n\n");
      try (ReplyStream stream = open(server, reader)) {
        reader.stream = stream;
        assertThatExceptionOfType(TruncatedStream.class).isThrownBy(stream::hasNext);
      }
    }
    assertThat(reader.askedWhileBusy).isFalse();
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
