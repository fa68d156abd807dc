/**
 * Speech as sound: what a voice is asked for and what it gives.
 *
 * <p>Start reading at {@link dev.atom.speech.TextToSpeech}.
 */
package dev.atom.speech;
