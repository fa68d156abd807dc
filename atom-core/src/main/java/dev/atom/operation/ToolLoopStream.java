package dev.atom.operation;

import dev.atom.CallContext;
import dev.atom.model.CallTimedOut;
import dev.atom.model.ChatModel;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A {@link ToolLoop} as it goes. The last event is {@link ToolLoopEvent.Finished}.
 *
 * <p>Both {@code hasNext} and {@code next} block and throw what {@link ToolLoop#run} throws. Used by
 * one thread, but {@link #close()} may come from any: it ends the model's call and running handlers.
 * Closing twice is fine.
 */
public final class ToolLoopStream implements Iterator<ToolLoopEvent>, AutoCloseable {
  private final ChatModel model;
  private final ToolRounds rounds;
  private final CallContext context;
  private final Deque<ToolLoopEvent> ready = new ArrayDeque<>();
  private volatile Optional<ReplyStream> reply = Optional.empty();
  private boolean callsPending;
  private boolean finished;

  ToolLoopStream(ChatModel model, ToolRounds rounds, CallContext context) {
    this.model = model;
    this.rounds = rounds;
    this.context = context;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !finished) {
      step();
    }
    return !ready.isEmpty();
  }

  @Override
  public ToolLoopEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the loop has ended");
    }
    return ready.remove();
  }

  /**
   * Reads to the end and returns how the loop ended.
   *
   * @return what {@link ToolLoopEvent.Finished} carries
   * @throws dev.atom.model.ModelException if a call of the model fails, or the context is cancelled
   */
  public ToolRun run() {
    while (hasNext()) {
      if (next() instanceof ToolLoopEvent.Finished end) {
        return end.run();
      }
    }
    throw new IllegalStateException("the stream was read to its end before");
  }

  /** Does one thing, which may give events. */
  private void step() {
    if (callsPending) {
      callsPending = false;
      rounds.runCalls().forEach(report -> ready.add(new ToolLoopEvent.CallEnded(report)));
      finishIfEnded();
      return;
    }
    try {
      if (reply.isEmpty()) {
        reply = Optional.of(model.stream(rounds.next(), context));
      }
      read(reply.get());
    } catch (CallTimedOut e) {
      closeReply();
      rounds.timedOut(e);
      finishIfEnded();
    }
  }

  private void read(ReplyStream stream) {
    ReplyEvent event = stream.next();
    ready.add(new ToolLoopEvent.Reply(rounds.round(), event));
    if (event instanceof ReplyEvent.Finished whole) {
      closeReply();
      rounds.accept(whole.reply());
      rounds
          .calls()
          .forEach(call -> ready.add(new ToolLoopEvent.CallStarted(rounds.round(), call)));
      callsPending = !rounds.ended();
      if (rounds.ended()) {
        rounds
            .reportsOfThisRound()
            .forEach(report -> ready.add(new ToolLoopEvent.CallEnded(report)));
      }
      finishIfEnded();
    }
  }

  private void finishIfEnded() {
    if (rounds.ended()) {
      finished = true;
      ready.add(new ToolLoopEvent.Finished(rounds.result()));
    }
  }

  private void closeReply() {
    reply.ifPresent(ReplyStream::close);
    reply = Optional.empty();
  }

  @Override
  public void close() {
    // The model's call and the handlers run under this context, so that any thread may end them.
    context.cancel();
    reply.ifPresent(ReplyStream::close);
  }
}
