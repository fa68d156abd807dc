package dev.atom.router;

import dev.atom.CallContext;
import dev.atom.model.ChatMessage;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.ModelException;
import dev.atom.model.Part;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.ResponseFormat;
import dev.atom.model.Usage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The stream of the first target that gives a piece of a reply, and of those that take over. {@code
 * Started} is held back until that piece.
 */
final class RoutedStream implements ReplyStream {
  private static final String GO_ON =
      "Your last message was cut off. Continue it exactly where it ended. Repeat nothing and add no"
          + " introduction.";

  private final CallRun run;
  private final Asking<Opened> asking;
  private final ChatRequest request;
  private final CallContext context;
  private final Deque<ReplyEvent> ready = new ArrayDeque<>();
  private final List<ReplyEvent> held = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();
  private volatile Asking.Won<Opened> current;
  private volatile boolean closed;
  private volatile boolean finished;
  private boolean answering;

  /** What is asked of the next target, which may go on where another broke off. */
  private ChatRequest asked;

  /** Whether the next piece is of a target that took over, and then whether it begins again. */
  private Optional<Boolean> takenOver = Optional.empty();

  private boolean textOnly = true;

  /** What the pieces before a takeover that go on after it say. */
  private String carried = "";

  private Usage before = Usage.ZERO;
  private Optional<RuntimeException> failed = Optional.empty();

  private RoutedStream(
      CallRun run, Asking<Opened> asking, ChatRequest request, Asking.Won<Opened> first) {
    this.run = run;
    this.asking = asking;
    this.request = request;
    this.asked = request;
    this.context = run.context();
    this.current = first;
    first.answer().held().forEach(this::accept);
  }

  /** Opens the stream; the context of the run is the stream's alone. */
  static RoutedStream open(CallRun run, ChatRequest request) {
    boolean hedged = run.lanes().route().hedging().isPresent();
    Asking<Opened> asking = new Asking<>(run, hedged ? Opened.begun() : Opened.accepted());
    return new RoutedStream(run, asking, request, asking.answer(request));
  }

  @Override
  public boolean hasNext() {
    if (failed.isPresent()) {
      throw failed.get();
    }
    if (finished) {
      return !ready.isEmpty();
    }
    try {
      if (closed) {
        throw run.cancelled("the stream was closed");
      }
      fill();
      return true;
    } catch (RuntimeException e) {
      failed = Optional.of(e);
      throw e;
    }
  }

  @Override
  public ReplyEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the stream is read to its end");
    }
    return ready.remove();
  }

  /** Of all targets whose pieces were read; what others used before stands in the trace. */
  @Override
  public Usage usage() {
    return before.plus(current.answer().stream().usage());
  }

  @Override
  public void close() {
    closed = true;
    if (!finished) {
      context.cancel();
    }
    Asking.Won<Opened> reading = current;
    reading.answer().stream().close();
    run.abandon(reading.running(), reading.answer().stream().usage());
  }

  private void fill() {
    while (ready.isEmpty()) {
      Running running = current.running();
      try {
        accept(Opened.pull(running, current.answer().stream()));
      } catch (ModelException e) {
        current.answer().stream().close();
        if (answering) {
          takeOver(running, e);
        } else {
          fallBack(running, e);
        }
      } catch (RuntimeException | Error e) {
        run.broke(running, e);
        throw e;
      }
    }
  }

  private void accept(ReplyEvent event) {
    Running running = current.running();
    if (event instanceof ReplyEvent.Started) {
      held.add(event);
      return;
    }
    if (!answering) {
      answering = true;
      run.booking().firstPiece(running);
      if (takenOver.isPresent()) {
        ready.add(new ReplyEvent.TakenOver(running.begun().model(), takenOver.get()));
        takenOver = Optional.empty();
      } else {
        ready.addAll(held);
      }
    }
    switch (event) {
      case ReplyEvent.TextDelta delta -> {
        running.received(delta.text().length());
        said.append(delta.text());
        textOnly &= delta.choice() == 0;
      }
      case ReplyEvent.ReasoningDelta delta -> running.received(delta.text().length());
      case ReplyEvent.RefusalDelta delta -> other(delta.text());
      case ReplyEvent.ToolCallStarted call -> other(call.name());
      case ReplyEvent.ToolArgumentsDelta delta -> other(delta.text());
      case ReplyEvent.Started started -> {}
      case ReplyEvent.TakenOver inner -> {
        ready.add(event);
        startAgain(inner);
        return;
      }
      case ReplyEvent.Finished last -> {
        ready.add(new ReplyEvent.Finished(run.answered(running, whole(last.reply()))));
        finished = true;
        return;
      }
    }
    ready.add(event);
  }

  /** A target that is a router itself may begin again; what was said before it stays said. */
  private void startAgain(ReplyEvent.TakenOver inner) {
    if (inner.fromStart()) {
      said.setLength(0);
      said.append(carried);
      textOnly = true;
      if (!carried.isEmpty()) {
        ready.add(new ReplyEvent.TextDelta(0, carried));
      }
    }
  }

  private void other(String text) {
    current.running().received(text.length());
    textOnly = false;
  }

  /** The last target's reply, with what was said before it and what that used. */
  private ChatReply whole(ChatReply reply) {
    if (carried.isEmpty()) {
      return reply;
    }
    List<Part> parts = new ArrayList<>(reply.parts());
    int text = 0;
    while (text < parts.size() && !(parts.get(text) instanceof Part.Text)) {
      text++;
    }
    if (text == parts.size()) {
      parts.add(Part.text(carried));
    } else {
      Part.Text rest = (Part.Text) parts.get(text);
      parts.set(text, new Part.Text(carried + rest.text(), rest.citations()));
    }
    return reply.toBuilder().choice(parts, reply.finish()).build();
  }

  private void fallBack(Running running, ModelException failure) {
    held.clear();
    run.failed(running, failure);
    go(asking.answer(asked));
  }

  private void go(Asking.Won<Opened> next) {
    current = next;
    // Looked at behind the assignment: a close before it has seen the older stream only.
    if (closed) {
      next.answer().stream().close();
    }
    next.answer().held().forEach(this::accept);
  }

  private void takeOver(Running running, ModelException failure) {
    MidStream wish = run.lanes().route().midStream();
    if (wish == MidStream.PASS_ON || closed) {
      throw run.brokeOff(running, failure);
    }
    Usage used = current.answer().stream().usage();
    run.failed(running, failure);
    boolean goOn = wish == MidStream.CONTINUE && canGoOn();
    if (goOn) {
      carried = said.toString();
    } else {
      carried = "";
      said.setLength(0);
      textOnly = true;
    }
    answering = false;
    held.clear();
    before = before.plus(used);
    asked = goOn ? continued() : request;
    takenOver = Optional.of(!goOn);
    go(asking.answer(asked));
  }

  private boolean canGoOn() {
    return textOnly && !said.isEmpty() && request.format().equals(ResponseFormat.TEXT);
  }

  private ChatRequest continued() {
    return request.toBuilder()
        .message(ChatMessage.assistant(carried))
        .message(ChatMessage.user(GO_ON))
        .build();
  }

  @Override
  public String toString() {
    return "RoutedStream[" + current.running().begun().model() + "]";
  }
}
