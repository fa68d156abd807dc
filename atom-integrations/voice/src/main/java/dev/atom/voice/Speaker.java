package dev.atom.voice;

import dev.atom.speech.AudioSpeech;
import java.time.Duration;

/**
 * Where speech is played: a device, a telephone line, a browser at the other end of a socket. The
 * application implements it.
 *
 * <p>One reply plays one piece at a time, from one thread; only {@link Playing#stop()} comes from
 * others.
 */
@FunctionalInterface
public interface Speaker {
  /**
   * Begins to play. Returns at once, without waiting for the end.
   *
   * @param speech what to play
   * @return what is being played
   */
  Playing start(AudioSpeech speech);

  /** One piece that is being played. Thread-safe. */
  interface Playing {
    /**
     * Waits for the end of the sound, or for {@link #stop()}.
     *
     * @return how much of it was played, from its start; what lay in a buffer and was thrown away
     *     does not count
     */
    Duration await();

    /** Stops the sound at once, also what lies in buffers. Returns at once; twice is fine. */
    void stop();
  }
}
