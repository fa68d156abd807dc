package dev.atom.speech;

/** How sound is written down. */
public enum AudioEncoding {
  /** MPEG layer 3. */
  MP3("audio/mpeg"),
  /** Opus, mostly in an Ogg container. */
  OPUS("audio/ogg"),
  /** Advanced audio coding. */
  AAC("audio/aac"),
  /** Free lossless audio codec. */
  FLAC("audio/flac"),
  /** A wave file: a header and samples. */
  WAV("audio/wav"),
  /** Samples of 16 bits, signed, low byte first, without a header. */
  PCM("audio/pcm"),
  /** Samples of 8 bits by the mu-law of telephony, without a header. */
  MULAW("audio/basic"),
  /** Samples of 8 bits by the A-law of telephony, without a header. */
  ALAW("audio/x-alaw-basic");

  private final String mediaType;

  AudioEncoding(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * Returns the media type.
   *
   * @return such as {@code "audio/mpeg"}
   */
  public String mediaType() {
    return mediaType;
  }
}
