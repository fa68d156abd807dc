package dev.atom.endpoint.openai;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.model.CallCancelled;
import dev.atom.model.Capability;
import dev.atom.model.ChatModel;
import dev.atom.model.ChatReply;
import dev.atom.model.ChatRequest;
import dev.atom.model.Failure;
import dev.atom.model.ModelRef;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.model.Usage;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Says one word, and then nothing until it is cancelled. */
final class SilentModel implements ChatModel {
  private static final ModelRef REF = new ModelRef("test", "silent");

  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public ModelRef ref() {
    return REF;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAMING);
  }

  @Override
  public ChatReply chat(ChatRequest request, CallContext context) {
    throw new CallCancelled(Failure.at(REF).build());
  }

  @Override
  public ReplyStream stream(ChatRequest request, CallContext context) {
    return new Thought(context);
  }

  private final class Thought implements ReplyStream {
    private final Cancellation.Registration registration;
    private boolean said;

    Thought(CallContext context) {
      registration = context.cancellation().onCancel(cancelled::countDown);
    }

    @Override
    public boolean hasNext() {
      if (said) {
        try {
          cancelled.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        throw new CallCancelled(Failure.at(REF).build());
      }
      return true;
    }

    @Override
    public ReplyEvent next() {
      said = true;
      return new ReplyEvent.TextDelta(0, "Well");
    }

    @Override
    public Usage usage() {
      return Usage.UNKNOWN;
    }

    @Override
    public void close() {
      registration.close();
      closed.countDown();
    }
  }

  boolean cancelled() {
    return cancelled.getCount() == 0;
  }

  /** Waits until the stream is closed; false if that takes a minute. */
  boolean awaitEnd() throws InterruptedException {
    return closed.await(1, TimeUnit.MINUTES);
  }
}
