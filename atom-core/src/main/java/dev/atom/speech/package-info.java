/**
 * Speech as sound: what a voice is asked for and what it gives, and what is written down of speech.
 *
 * <p>Start reading at {@link dev.atom.speech.TextToSpeech} for voices, at {@link
 * dev.atom.speech.SpeechToText} for recordings, and at {@link dev.atom.speech.LiveTranscriber} for
 * speech as it is spoken.
 */
package dev.atom.speech;
