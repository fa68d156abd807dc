package dev.atom.voice;

import dev.atom.mock.VirtualClock;
import dev.atom.speech.AudioSpeech;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Plays on a virtual clock. */
final class FakeSpeaker implements Speaker {
  private final VirtualClock clock;
  private final Semaphore started = new Semaphore(0);

  FakeSpeaker(VirtualClock clock) {
    this.clock = clock;
  }

  /** Waits until another sound has begun. */
  void awaitStart() throws InterruptedException {
    if (!started.tryAcquire(10, TimeUnit.SECONDS)) {
      throw new AssertionError("no sound has begun");
    }
  }

  @Override
  public Playing start(AudioSpeech speech) {
    Instant begin = clock.instant();
    CompletableFuture<Duration> end = new CompletableFuture<>();
    var scheduled = clock.schedule(speech.duration(), () -> end.complete(speech.duration()));
    started.release();
    return new Playing() {
      @Override
      public Duration await() {
        return end.join();
      }

      @Override
      public void stop() {
        scheduled.close();
        end.complete(Duration.between(begin, clock.instant()));
      }
    };
  }
}
