package dev.atom.voice;

import dev.atom.CallContext;
import dev.atom.speech.AudioFormat;
import dev.atom.speech.AudioSpeech;
import dev.atom.speech.TextToSpeech;
import dev.atom.speech.WordTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says ten milliseconds of silence per character and tells when each word is over. */
final class FakeVoice implements TextToSpeech {
  static final int MILLIS_PER_CHARACTER = 10;
  private static final AudioFormat FORMAT = new AudioFormat(1000, 1);

  final List<String> said = new CopyOnWriteArrayList<>();

  @Override
  public AudioSpeech speak(String text, CallContext context) {
    said.add(text);
    List<WordTime> words = new ArrayList<>();
    for (int end = 1; end <= text.length(); end++) {
      if (end == text.length() || text.charAt(end) == ' ') {
        words.add(new WordTime(end, Duration.ofMillis(end * MILLIS_PER_CHARACTER)));
      }
    }
    byte[] pcm = new byte[text.length() * MILLIS_PER_CHARACTER * FORMAT.frameBytes()];
    return AudioSpeech.of(FORMAT, pcm, words);
  }
}
