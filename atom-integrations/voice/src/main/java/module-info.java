/**
 * The part of a voice turn that needs no vendor: what is said aloud and when, and how much of it was
 * heard.
 *
 * <p>Start reading at {@link dev.atom.voice.SpokenReply}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.voice {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;

  exports dev.atom.voice;
}
