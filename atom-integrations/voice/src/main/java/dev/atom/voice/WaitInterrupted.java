package dev.atom.voice;

/**
 * The thread that waited for the end of a spoken reply was interrupted; its flag is set again and the
 * reply goes on.
 */
public final class WaitInterrupted extends VoiceException {
  private static final long serialVersionUID = 1L;

  WaitInterrupted(InterruptedException cause) {
    super(
        "voice_wait_interrupted",
        true,
        "the thread was interrupted while the reply was spoken; wait again, or close the reply",
        cause);
  }
}
