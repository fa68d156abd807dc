package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.TruncatedStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A stream that a target has opened, with the pieces of it that were read already. What stands before
 * the first piece of the reply is held with it, so that a reader is never told of a model that fell
 * out.
 */
record Opened(ReplyStream stream, List<ReplyEvent> held) {
  /** Opens streams until the provider has accepted the request. */
  static Running.Asker<Opened> accepted() {
    return new Opening() {
      @Override
      public Opened ask(Running running, ChatRequest request, CallContext context) {
        return new Opened(running.target().model().stream(request, context), List.of());
      }
    };
  }

  /** Opens streams until their first piece is there. */
  static Running.Asker<Opened> begun() {
    return new Opening() {
      @Override
      public Opened ask(Running running, ChatRequest request, CallContext context) {
        ReplyStream stream = running.target().model().stream(request, context);
        try {
          List<ReplyEvent> held = new ArrayList<>();
          do {
            held.add(pull(running, stream));
          } while (held.get(held.size() - 1) instanceof ReplyEvent.Started);
          return new Opened(stream, held);
        } catch (RuntimeException | Error e) {
          stream.close();
          throw e;
        }
      }
    };
  }

  private abstract static class Opening implements Running.Asker<Opened> {
    @Override
    public void discard(Opened answer) {
      answer.stream.close();
    }
  }

  static ReplyEvent pull(Running running, ReplyStream stream) {
    if (!stream.hasNext()) {
      String message = "the stream ended before the reply was whole";
      throw new TruncatedStream(Failure.at(running.begun().model()).message(message).build());
    }
    return stream.next();
  }
}
