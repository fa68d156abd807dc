package dev.atom.providers.wire;

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
import dev.atom.providers.openai.TestServer;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventReplyStreamTest {
  @Test
  void errorOfTheMachineInTheReaderReachesTheCaller() throws Exception {
    StackOverflowError error = new StackOverflowError("deep");
    StreamReader broken =
        new StreamReader() {
          @Override
          public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {
            throw error;
          }

          @Override
          public void end(Consumer<ReplyEvent> sink) {}
        };
    readWith(
        broken,
        stream -> {
          assertThatThrownBy(stream::hasNext).isSameAs(error);
          assertThatThrownBy(stream::next).isSameAs(error);
        });
  }

  @Test
  void repeatedEventThatItsReaderCannotReadIsMalformed() throws Exception {
    StreamReader refusing =
        new StreamReader() {
          @Override
          public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {}

          @Override
          public void end(Consumer<ReplyEvent> sink) {}

          @Override
          public Optional<Repeat> repeat() {
            return Optional.of(
                new Repeat(
                    "a",
                    Set.of(),
                    (text, sink) -> {
                      throw new IllegalArgumentException("a piece of nothing");
                    }));
          }
        };
    readWith(
        refusing, stream -> assertThatThrownBy(stream::next).isInstanceOf(MalformedReply.class));
  }

  @Test
  void endThatItsReaderCannotReadIsMalformed() throws Exception {
    StreamReader refusing =
        new StreamReader() {
          @Override
          public void accept(ServerSentEvent event, Consumer<ReplyEvent> sink) {}

          @Override
          public void end(Consumer<ReplyEvent> sink) {
            throw new IllegalArgumentException("tokens are negative");
          }
        };
    readWith(
        refusing, stream -> assertThatThrownBy(stream::next).isInstanceOf(MalformedReply.class));
  }

  private static void readWith(StreamReader reader, Consumer<ReplyStream> check) throws Exception {
    try (TestServer server = new TestServer()) {
      // Long enough to be learnt as a template.
      String kind = "data: {\"kind\":\"" + "k".repeat(100) + "\",\"a\":";
      server.stream(kind + "\"x\"}\n\n" + kind + "\"y\"}\n\n");
      HttpCall call = HttpCall.get(URI.create(server.base() + "/x")).build();
      HttpStream http = Transport.shared().open(call, CallContext.create());
      Failures failures =
          new Failures(new ModelRef("p", "m"), json -> Optional.empty(), Clock.systemUTC());
      Opened opened = new Opened(http, new Keys(Optional.empty()), failures);
      try (ReplyStream stream = new EventReplyStream(opened, Dialect.Framing.EVENTS, reader)) {
        check.accept(stream);
      }
    }
  }
}
