package dev.atom.vault.migrate;

import static dev.atom.vault.migrate.FernetTokens.keys;
import static dev.atom.vault.migrate.FernetTokens.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.atom.secret.Secret;
import dev.atom.vault.ImportUnreadable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FernetKeysTest {
  private static final String CANARY = "sk-canary-0123456789-abcdefghij-klmnop";

  private final Random random = new Random(3);
  private final String key = FernetTokens.key(random);
  private final String token = FernetTokens.token(key, CANARY, random);
  private final FernetKeys keys = keys(key);

  private void refused(FernetKeys tried, byte[] changed) {
    assertThatExceptionOfType(ImportUnreadable.class)
        .isThrownBy(() -> tried.decrypt(changed))
        .withNoCause()
        .satisfies(
            e ->
                assertThat(e.toString())
                    .doesNotContain(CANARY, key, token, key.substring(0, 8))
                    .doesNotContain(token.substring(20, 28)));
  }

  @Test
  void tokenCutAnywhereIsRefused() {
    byte[] whole = token.getBytes(StandardCharsets.US_ASCII);
    for (int length = 0; length < whole.length; length++) {
      refused(keys, Arrays.copyOf(whole, length));
    }
    byte[] raw = Base64.getUrlDecoder().decode(token);
    for (int length = 0; length < raw.length; length++) {
      refused(keys, Base64.getUrlEncoder().encode(Arrays.copyOf(raw, length)));
    }
    assertThat(whole.length + raw.length).isEqualTo(140 + 105);
  }

  @Test
  void tokenWithAnyBitFlippedIsRefused() {
    byte[] text = token.getBytes(StandardCharsets.US_ASCII);
    for (int bit = 0; bit < 8 * text.length; bit++) {
      refused(keys, flipped(text, bit));
    }
    byte[] raw = Base64.getUrlDecoder().decode(token);
    for (int bit = 0; bit < 8 * raw.length; bit++) {
      refused(keys, Base64.getUrlEncoder().encode(flipped(raw, bit)));
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  @Test
  void keyWithAnyBitFlippedOpensNothingRight() {
    byte[] raw = Base64.getUrlDecoder().decode(key);
    for (int bit = 0; bit < 8 * raw.length; bit++) {
      FernetKeys wrong = keys(Base64.getUrlEncoder().encodeToString(flipped(raw, bit)));
      if (bit < 128) {
        refused(wrong, token.getBytes(StandardCharsets.US_ASCII));
      } else {
        // The second half is of the cipher, and the code of the first half is right: what comes out
        // is no text of ours, or no padding.
        try (Secret garbled = wrong.decrypt(token)) {
          assertThat(FernetTokens.text(garbled)).isNotEqualTo(CANARY);
        } catch (ImportUnreadable e) {
          assertThat(e).hasNoCause();
        }
      }
    }
  }

  @Test
  void wrongPaddingUnderARightCodeIsRefused() {
    byte[] iv = new byte[16];
    byte[] block = new byte[32];
    for (int last = 0; last < 256; last++) {
      Arrays.fill(block, (byte) 'x');
      block[31] = (byte) last;
      byte[] made = FernetTokens.unpadded(key, block, iv, 1);
      if (last == 1) {
        assertThat(open(keys, Base64.getUrlEncoder().encodeToString(made))).hasSize(31);
      } else {
        refused(keys, Base64.getUrlEncoder().encode(made));
      }
    }
  }

  @Test
  void pieceOfABlockUnderARightCodeIsRefused() {
    for (int length = 0; length < 48; length++) {
      if (length == 0 || length % 16 != 0) {
        byte[] made = FernetTokens.signed(key, new byte[16], 1, new byte[length]);
        refused(keys, Base64.getUrlEncoder().encode(made));
      }
    }
  }

  @Test
  void tokenOfNothingIsRefused() {
    String empty = FernetTokens.token(key, new byte[0], new byte[16], 1);
    assertThatExceptionOfType(ImportUnreadable.class)
        .isThrownBy(() -> keys.decrypt(empty))
        .withMessageContaining("holds nothing");
  }

  @Test
  void wrappedTokensAndTheOtherAlphabetAreAccepted() {
    assertThat(open(keys, token + "\n")).isEqualTo(CANARY);
    assertThat(open(keys, " " + token.replaceAll("(.{20})", "$1\r\n\t"))).isEqualTo(CANARY);
    String other = token;
    for (int i = 0; !other.matches(".*-.*_.*|.*_.*-.*"); i++) {
      other = FernetTokens.token(key, CANARY, new Random(i));
    }
    assertThat(open(keys, other.replace('-', '+').replace('_', '/'))).isEqualTo(CANARY);
    assertThat(open(keys(" " + key.replace('-', '+').replace('_', '/') + "\r\n"), token))
        .isEqualTo(CANARY);
  }

  @Test
  void keysAreTriedInTheirOrderAndAllOfThem() {
    String newest = FernetTokens.key(random);
    String older = FernetTokens.key(random);
    FernetKeys three = keys(newest, older, key);
    assertThat(three.size()).isEqualTo(3);
    for (String one : List.of(newest, older, key)) {
      assertThat(open(three, FernetTokens.token(one, CANARY, random))).isEqualTo(CANARY);
    }
    try (Secret joined = Secret.of(newest + ", " + older + ",\n" + key)) {
      assertThat(open(FernetKeys.of(joined), token)).isEqualTo(CANARY);
    }
    refused(keys(newest, older), token.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void firstKeyWhoseCodeIsRightDecides() {
    // Two keys with the same half for the code: the first one takes the token for its own.
    byte[] first = Base64.getUrlDecoder().decode(key);
    byte[] second = first.clone();
    second[31] ^= 1;
    String twin = Base64.getUrlEncoder().encodeToString(second);
    assertThat(open(keys(key, twin), token)).isEqualTo(CANARY);
    String twins = FernetTokens.token(twin, CANARY, random);
    assertThat(open(keys(twin, key), twins)).isEqualTo(CANARY);
  }

  @Test
  void whatIsNoKeyIsRefusedByItsNumber() {
    String shorter = Base64.getUrlEncoder().encodeToString(new byte[31]);
    String longer = Base64.getUrlEncoder().encodeToString(new byte[33]);
    for (String wrong : List.of("no key at all", shorter, longer, key.substring(1), key + "=")) {
      assertThatExceptionOfType(ImportUnreadable.class)
          .isThrownBy(() -> keys(key, wrong))
          .withMessageStartingWith("number 2 of the Fernet keys is none")
          .withMessageNotContaining(wrong)
          .withNoCause();
    }
    try (Secret trailing = Secret.of(key + ",")) {
      assertThatExceptionOfType(ImportUnreadable.class)
          .isThrownBy(() -> FernetKeys.of(trailing))
          .withMessageStartingWith("number 2");
    }
    assertThatExceptionOfType(ImportUnreadable.class).isThrownBy(() -> FernetKeys.of(List.of()));
  }

  @Test
  void closedKeysOpenNothing() {
    keys.close();
    keys.close();
    assertThatIllegalStateException().isThrownBy(() -> keys.decrypt(token));
  }

  @Test
  void nothingShowsInTexts() {
    assertThat(keys.toString()).isEqualTo("FernetKeys[1]");
  }
}
