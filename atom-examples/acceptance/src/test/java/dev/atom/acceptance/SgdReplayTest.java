package dev.atom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atom.json.Json;
import dev.atom.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Replays real dialogues through the merge: whatever the customers said, took back and corrected,
 * the document must be what the annotators say it is, after every turn.
 *
 * <p>Runs on a sample; on more dialogues if {@code -Datom.data} names a folder that has
 * {@code dialogues/sgd}, or one lies beside the project.
 */
class SgdReplayTest {
  private final Map<String, Schema> schemas = SgdSchemas.read(array("schema.json"));
  private final List<SgdDialogue> dialogues =
      array("dialogues.json").items().stream().map(d -> d.as(SgdDialogue.class)).toList();

  @Test
  void reachesEveryJointGoalOfEveryDialogue() {
    SgdReplay replay = replay(false);
    System.out.println(replay);
    assertThat(replay.misses()).isEmpty();
    assertThat(replay.accuracy()).isEqualTo(1.0);
    assertThat(replay.dialogues()).isEqualTo(dialogues.size()).isGreaterThanOrEqualTo(26);
    assertThat(replay.changes()).isGreaterThan(100);
    assertThat(replay.corrections()).isPositive();
  }

  @Test
  void refusesEveryHallucinationAndStaysAsAccurate() {
    SgdReplay quiet = replay(false);
    SgdReplay noisy = replay(true);
    assertThat(noisy.hallucinations()).isGreaterThan(1_000);
    assertThat(noisy.hallucinationsRefused()).isEqualTo(noisy.hallucinations());
    assertThat(noisy).hasToString(quiet.toString());
    assertThat(noisy.accuracy()).isEqualTo(1.0);
  }

  private SgdReplay replay(boolean noise) {
    SgdReplay replay = new SgdReplay(schemas, noise);
    dialogues.forEach(replay::replay);
    return replay;
  }

  private static Json.Arr array(String file) {
    return (Json.Arr) Json.parse(text(file));
  }

  private static String text(String file) {
    Path whole = dataFolder().resolve("dialogues/sgd").resolve(file);
    try {
      if (Files.isReadable(whole)) {
        return Files.readString(whole);
      }
      try (InputStream sample = SgdReplayTest.class.getResourceAsStream("/sgd/" + file)) {
        return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path dataFolder() {
    String named = System.getProperty("atom.data");
    return named == null ? Path.of("../../../shared/data") : Path.of(named);
  }
}
