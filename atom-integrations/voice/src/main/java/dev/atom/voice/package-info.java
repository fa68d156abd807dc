/**
 * A model's reply as speech: said while it is still being written, stopped when the listener speaks,
 * remembered as far as it was heard.
 *
 * <p>Start reading at {@link dev.atom.voice.SpokenReply}, which joins the parts: {@link
 * dev.atom.voice.SpeechChunker} cuts the text, a {@link dev.atom.speech.TextToSpeech} turns it into
 * sound, a {@link dev.atom.voice.Speaker} of the application plays it, and {@link
 * dev.atom.voice.Playout} knows what of it was heard.
 */
package dev.atom.voice;
