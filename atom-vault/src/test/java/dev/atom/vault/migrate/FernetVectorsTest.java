package dev.atom.vault.migrate;

import static dev.atom.vault.migrate.FernetTokens.cases;
import static dev.atom.vault.migrate.FernetTokens.keys;
import static dev.atom.vault.migrate.FernetTokens.member;
import static dev.atom.vault.migrate.FernetTokens.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.atom.json.Json;
import dev.atom.vault.ImportUnreadable;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The specification's vectors, and tokens that pyca/cryptography made. */
class FernetVectorsTest {
  /** An import takes data at rest, of any age: pyca does the same without a time to live. */
  private static final Set<String> ABOUT_AGE_ONLY =
      Set.of("far-future TS (unacceptable clock skew)", "expired TTL");

  @Test
  void testsOwnTokensAreTheSpecificationsAndOpen() {
    List<Json.Obj> generate = cases("generate.json");
    assertThat(generate).hasSize(1);
    for (Json.Obj vector : generate) {
      List<Json> numbers = ((Json.Arr) vector.members().get("iv")).items();
      byte[] iv = new byte[numbers.size()];
      for (int i = 0; i < iv.length; i++) {
        iv[i] = (byte) Integer.parseInt(numbers.get(i).toString());
      }
      byte[] text = member(vector, "src").getBytes(StandardCharsets.UTF_8);
      long seconds = OffsetDateTime.parse(member(vector, "now")).toEpochSecond();
      String key = member(vector, "secret");
      assertThat(FernetTokens.token(key, text, iv, seconds)).isEqualTo(member(vector, "token"));
      assertThat(open(keys(key), member(vector, "token"))).isEqualTo(member(vector, "src"));
    }
  }

  @Test
  void validTokenOpens() {
    List<Json.Obj> verify = cases("verify.json");
    assertThat(verify).hasSize(1);
    for (Json.Obj vector : verify) {
      assertThat(open(keys(member(vector, "secret")), member(vector, "token")))
          .isEqualTo(member(vector, "src"));
    }
  }

  @Test
  void invalidTokenIsRefusedUnlessOnlyItsAgeIsWrong() {
    List<Json.Obj> invalid = cases("invalid.json");
    assertThat(invalid).hasSize(8);
    int refused = 0;
    for (Json.Obj vector : invalid) {
      String token = member(vector, "token");
      FernetKeys keys = keys(member(vector, "secret"));
      if (ABOUT_AGE_ONLY.contains(member(vector, "desc"))) {
        // Both hold an empty text.
        assertThat(keys.open(token.getBytes(StandardCharsets.US_ASCII))).isEmpty();
      } else {
        refused++;
        assertThatExceptionOfType(ImportUnreadable.class)
            .as(member(vector, "desc"))
            .isThrownBy(() -> keys.decrypt(token))
            .withNoCause();
      }
    }
    assertThat(refused).isEqualTo(6);
  }

  @Test
  void tokensOfPycaOpenWithTheirKeyAlone() {
    Json.Obj made = (Json.Obj) FernetTokens.read("pyca.json");
    List<String> texts =
        ((Json.Arr) made.members().get("keys"))
            .items().stream().map(key -> ((Json.Str) key).value()).toList();
    List<Json.Obj> tokens = FernetTokens.objects(made.members().get("tokens"));
    assertThat(tokens).hasSize(66);
    for (Json.Obj vector : tokens) {
      int key = Integer.parseInt(vector.members().get("key").toString());
      String token = member(vector, "token");
      assertThat(open(keys(texts.get(key)), token)).isEqualTo(member(vector, "text"));
      assertThat(open(keys(texts.toArray(String[]::new)), token)).isEqualTo(member(vector, "text"));
      FernetKeys others = keys(texts.get((key + 1) % 3), texts.get((key + 2) % 3));
      assertThatExceptionOfType(ImportUnreadable.class).isThrownBy(() -> others.decrypt(token));
    }
  }

  @Test
  void tokensThatMultiFernetRotatedOpenWithTheNewKeyAlone() {
    Json.Obj made = (Json.Obj) FernetTokens.read("pyca.json");
    List<Json> keys = ((Json.Arr) made.members().get("keys")).items();
    FernetKeys newest = keys(((Json.Str) keys.get(0)).value());
    FernetKeys both = keys(((Json.Str) keys.get(0)).value(), ((Json.Str) keys.get(2)).value());
    List<Json.Obj> rotated = FernetTokens.objects(made.members().get("rotated"));
    assertThat(rotated).hasSize(10);
    for (Json.Obj vector : rotated) {
      assertThat(open(newest, member(vector, "after"))).isEqualTo(member(vector, "text"));
      assertThat(open(both, member(vector, "before"))).isEqualTo(member(vector, "text"));
      assertThatExceptionOfType(ImportUnreadable.class)
          .isThrownBy(() -> newest.decrypt(member(vector, "before")));
    }
  }
}
