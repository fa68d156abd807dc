package dev.atom.voice;

import dev.atom.CallContext;
import dev.atom.speech.AudioSpeech;
import dev.atom.speech.TextToSpeech;
import dev.atom.speech.WordTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A piece and its sound, if it has any: a row of dashes has none. */
record SpokenSound(SpokenChunk chunk, Optional<AudioSpeech> speech) {
  static SpokenSound of(String text, TextToSpeech voice, CallContext context) {
    if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
      return new SpokenSound(new SpokenChunk(text, Duration.ZERO), Optional.empty());
    }
    String bare = text.strip();
    int offset = text.length() - text.stripLeading().length();
    AudioSpeech speech = voice.speak(bare, context);
    List<WordTime> words =
        speech.words().stream()
            .map(word -> new WordTime(word.end() + offset, word.endsAt()))
            .toList();
    return new SpokenSound(new SpokenChunk(text, speech.duration(), words), Optional.of(speech));
  }
}
