package dev.atom.voice;

import dev.atom.CallContext;
import dev.atom.Cancellation;
import dev.atom.model.ChatReply;
import dev.atom.model.ReplyEvent;
import dev.atom.model.ReplyStream;
import dev.atom.speech.TextToSpeech;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A model's reply that is spoken while it is being written.
 *
 * <p>Three virtual threads work hand in hand, with a bounded queue between each two: one reads the
 * model's stream and cuts it into pieces, one has the voice say the next pieces ahead, one plays. The
 * first piece is heard long before the reply is whole. What is spoken is the text of the first answer
 * and the words with which a model declines; reasoning and tool calls are not.
 *
 * <p>When the listener speaks, {@link #interrupt()} stops sound, voice and model and tells what was
 * heard. Thread-safe. Close it: that ends its threads and the stream.
 */
public final class SpokenReply implements AutoCloseable {
  private final TextToSpeech voice;
  private final Speaker speaker;
  private final CallContext context;
  private final SpeechChunker chunker;
  private final boolean uninterruptible;
  private final ReplyStream stream;
  private final Pipe<String> texts;
  private final Pipe<SpokenSound> sounds;
  private final CompletableFuture<SpokenOutcome> outcome = new CompletableFuture<>();
  private final Thread reading;
  private final Thread voicing;

  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder written = new StringBuilder();
  private final Playout playout = Playout.create();
  private Duration played = Duration.ZERO;
  private boolean stopped;
  private Speaker.@Nullable Playing playing;
  private Optional<ChatReply> whole = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();

  private SpokenReply(Builder builder, ReplyStream stream) {
    voice = builder.voice;
    speaker = builder.speaker;
    context = builder.context;
    chunker = builder.chunker;
    uninterruptible = builder.uninterruptible;
    this.stream = stream;
    texts = new Pipe<>(builder.textsAhead);
    sounds = new Pipe<>(builder.soundsAhead);
    reading = Thread.ofVirtual().name("atom-voice-read").unstarted(this::read);
    voicing = Thread.ofVirtual().name("atom-voice-say").unstarted(this::say);
  }

  /**
   * Returns a builder of a spoken reply.
   *
   * @param voice says the pieces
   * @param speaker plays them
   * @return a new builder
   */
  public static Builder newBuilder(TextToSpeech voice, Speaker speaker) {
    return new Builder(voice, speaker);
  }

  private void start() {
    reading.start();
    voicing.start();
    Thread.ofVirtual().name("atom-voice-play").start(this::play);
  }

  /**
   * Waits until the reply is over.
   *
   * @return how it ended; the same on every call
   * @throws WaitInterrupted if the calling thread is interrupted; the reply goes on
   */
  public SpokenOutcome await() {
    try {
      return outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WaitInterrupted(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes the outcome exceptionally", e);
    }
  }

  /**
   * Stops because the listener speaks: the sound at once, then the voice and the model's stream. An
   * uninterruptible reply is played to its end instead, and this call waits for that.
   *
   * @return what was heard; {@link SpokenOutcome.Finished} if the reply was over or played to its end
   * @throws WaitInterrupted if the calling thread is interrupted; sound and model have been stopped
   */
  public SpokenOutcome interrupt() {
    if (!uninterruptible) {
      stop();
    }
    return await();
  }

  /**
   * Tells whether {@link #interrupt()} lets the reply go on, as it should for one that reports what
   * was done.
   *
   * @return false unless the builder was told
   */
  public boolean uninterruptible() {
    return uninterruptible;
  }

  /**
   * Stops at once, also an uninterruptible reply, and waits until sound, voice and stream are at
   * rest. After the end of the reply it does nothing.
   */
  @Override
  public void close() {
    stop();
    outcome.join();
  }

  private void stop() {
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      stopped = true;
      if (playing != null) {
        playing.stop();
      }
    } finally {
      lock.unlock();
      texts.abandon();
      sounds.abandon();
      endSources();
    }
  }

  private void endSources() {
    stream.close();
    reading.interrupt();
    voicing.interrupt();
  }

  private void read() {
    try (stream) {
      while (stream.hasNext() && take(stream.next())) {
        // Each event hands on what it completes.
      }
    } catch (Throwable e) {
      fail(e);
    } finally {
      texts.end();
    }
  }

  /** Returns whether more is wanted. */
  private boolean take(ReplyEvent event) {
    return switch (event) {
      case ReplyEvent.TextDelta delta -> delta.choice() != 0 || write(delta.text());
      case ReplyEvent.RefusalDelta delta -> delta.choice() != 0 || write(delta.text());
      // What was said before a tool is called is heard while the call is written and run.
      case ReplyEvent.ToolCallStarted started -> handOn(chunker.finish());
      // What was said is said: the other model's words come behind it.
      case ReplyEvent.TakenOver taken -> handOn(chunker.finish());
      case ReplyEvent.Finished finished -> finish(finished.reply());
      case ReplyEvent.Started started -> true;
      case ReplyEvent.ReasoningDelta delta -> true;
      case ReplyEvent.ToolArgumentsDelta delta -> true;
    };
  }

  private boolean write(String text) {
    locked(() -> written.append(text));
    return handOn(chunker.add(text));
  }

  private boolean finish(ChatReply reply) {
    locked(() -> whole = Optional.of(reply));
    return handOn(chunker.finish());
  }

  private boolean handOn(List<String> pieces) {
    for (String piece : pieces) {
      if (!texts.put(piece)) {
        return false;
      }
    }
    return true;
  }

  private void say() {
    try {
      boolean wanted = true;
      for (Optional<String> text = texts.take(); wanted && text.isPresent(); text = texts.take()) {
        wanted = sounds.put(SpokenSound.of(text.get(), voice, context));
      }
    } catch (Throwable e) {
      fail(e);
      texts.abandon();
      stream.close();
    } finally {
      sounds.end();
    }
  }

  private void play() {
    Cancellation.Registration onCancel = context.cancellation().onCancel(this::stop);
    try {
      for (Optional<SpokenSound> next = sounds.take(); next.isPresent(); next = sounds.take()) {
        play(next.get());
      }
    } catch (Throwable e) {
      fail(e);
      texts.abandon();
      sounds.abandon();
      endSources();
    } finally {
      onCancel.close();
    }
    joinSources();
    outcome.complete(result());
  }

  private void play(SpokenSound sound) {
    SpokenChunk chunk = sound.chunk();
    Speaker.Playing started = null;
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      if (sound.speech().isPresent()) {
        started = speaker.start(sound.speech().get());
        playing = started;
      }
      playout.add(chunk);
    } finally {
      lock.unlock();
    }
    if (started == null) {
      return;
    }
    Duration heard = started.await();
    locked(
        () -> {
          playing = null;
          boolean cut = stopped && heard.compareTo(chunk.duration()) < 0;
          played = played.plus(cut ? heard : chunk.duration());
        });
  }

  private void joinSources() {
    try {
      reading.join();
      voicing.join();
    } catch (InterruptedException e) {
      // Nothing interrupts this thread: it belongs to this object alone.
      throw new IllegalStateException("the playing thread was interrupted", e);
    }
  }

  private SpokenOutcome result() {
    lock.lock();
    try {
      String heard = playout.heardAfter(played).heard();
      HeardText text = new HeardText(heard, written.substring(heard.length()));
      if (failure.isEmpty() && whole.isPresent() && text.whole()) {
        return new SpokenOutcome.Finished(text, whole.get());
      }
      boolean ended = stopped || context.cancellation().cancelled();
      return ended || failure.isEmpty()
          ? new SpokenOutcome.Interrupted(text)
          : new SpokenOutcome.Failed(text, failure.get());
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the first failure; what fails because the reply was stopped is none. */
  private void fail(Throwable e) {
    locked(
        () -> {
          if (!stopped && failure.isEmpty()) {
            failure = Optional.of(e);
          }
        });
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the state only: the text may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "SpokenReply[" + (outcome.isDone() ? "over" : "speaking") + "]";
  }

  /**
   * Builds a {@link SpokenReply}. Defaults: a new {@link CallContext}, the usual {@link
   * SpeechChunker}, interruptible, 64 pieces of text and 2 of sound ahead. Not thread-safe.
   */
  public static final class Builder {
    private final TextToSpeech voice;
    private final Speaker speaker;
    private CallContext context = CallContext.create();
    private SpeechChunker chunker = SpeechChunker.create();
    private boolean uninterruptible;
    private int textsAhead = 64;
    private int soundsAhead = 2;

    private Builder(TextToSpeech voice, Speaker speaker) {
      this.voice = Objects.requireNonNull(voice, "voice");
      this.speaker = Objects.requireNonNull(speaker, "speaker");
    }

    /**
     * Sets for whom the voice speaks; cancelling it stops the reply, even an uninterruptible one.
     *
     * @param context the context that the model was called with
     * @return this builder
     */
    public Builder context(CallContext context) {
      this.context = Objects.requireNonNull(context, "context");
      return this;
    }

    /**
     * Sets what cuts the text.
     *
     * @param chunker a chunker of this reply's own
     * @return this builder
     */
    public Builder chunker(SpeechChunker chunker) {
      this.chunker = Objects.requireNonNull(chunker, "chunker");
      return this;
    }

    /**
     * Has the reply played to its end even if the listener speaks.
     *
     * @return this builder
     */
    public Builder uninterruptible() {
      uninterruptible = true;
      return this;
    }

    /**
     * Sets how far the work may run ahead of the sound that is heard.
     *
     * @param texts how many pieces wait for the voice at most, 1 or more; beyond, the model's stream
     *     is read no further
     * @param sounds how many pieces wait for the speaker at most, 1 or more; what is interrupted was
     *     said for nothing, and paid for
     * @return this builder
     */
    public Builder ahead(int texts, int sounds) {
      if (texts < 1 || sounds < 1) {
        throw new IllegalArgumentException(
            "ahead is " + texts + " texts and " + sounds + " sounds; give 1 or more of each");
      }
      textsAhead = texts;
      soundsAhead = sounds;
      return this;
    }

    /**
     * Begins to speak a reply.
     *
     * @param stream the model's open stream, not read yet; closed by the spoken reply
     * @return the reply that is being spoken
     */
    public SpokenReply speak(ReplyStream stream) {
      SpokenReply reply = new SpokenReply(this, Objects.requireNonNull(stream, "stream"));
      reply.start();
      return reply;
    }
  }
}
