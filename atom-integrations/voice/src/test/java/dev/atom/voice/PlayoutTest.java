package dev.atom.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.speech.WordTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlayoutTest {
  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Playout playout() {
    Playout playout = Playout.create();
    playout.add(
        new SpokenChunk(
            "Good morning, (all). ",
            millis(900),
            List.of(
                new WordTime(4, millis(200)),
                new WordTime(12, millis(650)),
                new WordTime(18, millis(880)))));
    playout.add(new SpokenChunk("We open at nine.", millis(1600)));
    return playout;
  }

  @Test
  void tellsAtEveryTenMillisecondsWhatWasHeard() {
    for (int at = 0; at <= 2600; at += 10) {
      HeardText heard = playout().heardAfter(millis(at));
      assertThat(heard.heard()).as("after %s ms", at).isEqualTo(expected(at));
      assertThat(heard.text()).isEqualTo("Good morning, (all). We open at nine.");
    }
  }

  /** By hand: word times in the first piece, a tenth of a second per character in the second. */
  private static String expected(int at) {
    if (at < 200) {
      return "";
    } else if (at < 650) {
      return "Good ";
    } else if (at < 880) {
      return "Good morning, ";
    } else if (at < 900 + 300) {
      return "Good morning, (all). ";
    } else if (at < 900 + 800) {
      return "Good morning, (all). We ";
    } else if (at < 900 + 1100) {
      return "Good morning, (all). We open ";
    } else if (at < 900 + 1600) {
      return "Good morning, (all). We open at ";
    }
    return "Good morning, (all). We open at nine.";
  }

  @Test
  void countsAPieceWithoutSoundAsHeardOnceItsTimeHasCome() {
    Playout playout = Playout.create();
    playout.add(new SpokenChunk("Hi. ", millis(100)));
    playout.add(new SpokenChunk("--- ", Duration.ZERO));
    playout.add(new SpokenChunk("Bye.", millis(100)));
    assertThat(playout.heardAfter(millis(99))).isEqualTo(new HeardText("", "Hi. --- Bye."));
    assertThat(playout.heardAfter(millis(100))).isEqualTo(new HeardText("Hi. --- ", "Bye."));
    assertThat(playout.duration()).isEqualTo(millis(200));
  }

  @Test
  void hearsNothingOfNothing() {
    assertThat(Playout.create().heardAfter(millis(5))).isEqualTo(new HeardText("", ""));
    assertThat(playout().heardAfter(millis(-5)).heard()).isEmpty();
  }

  @Test
  void refusesTimesThatMakeNoSense() {
    assertThatIllegalArgumentException().isThrownBy(() -> new SpokenChunk("Hi", millis(-1)));
  }

  @Test
  void tellsNothingOfTheTextInItsDescription() {
    assertThat(playout().heardAfter(millis(700)).toString())
        .isEqualTo("HeardText[14 of 37 characters]");
  }
}
