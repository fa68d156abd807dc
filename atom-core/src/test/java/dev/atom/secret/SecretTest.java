package dev.atom.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atom.CallContext;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final String KEY = "sk-confidential-0123456789-WXYZ";
  private static final PlaintextAccess GRANTED = PlaintextAccess.granted();

  private static String plain(Secret secret) {
    return secret.use(GRANTED, bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void lendsACopyAndWipesIt() {
    Secret secret = Secret.of(KEY);
    byte[] kept = secret.use(GRANTED, bytes -> bytes);
    assertThat(kept).hasSize(KEY.length()).containsOnly(0);
    assertThat(plain(secret)).isEqualTo(KEY);
  }

  @Test
  void wipesTheCopyEvenIfTheFunctionThrows() {
    Secret secret = Secret.of(KEY);
    byte[][] kept = new byte[1][];
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(
            () ->
                secret.use(
                    GRANTED,
                    bytes -> {
                      kept[0] = bytes;
                      throw new UnsupportedOperationException();
                    }));
    assertThat(kept[0]).containsOnly(0);
  }

  @Test
  void isGoneOnceClosed() {
    Secret secret = Secret.of(KEY);
    secret.close();
    secret.close();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> plain(secret));
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(secret::masked);
    assertThat(secret).hasToString("Secret[hidden]");
  }

  @Test
  void copiesWhatItIsGiven() {
    byte[] bytes = KEY.getBytes(StandardCharsets.UTF_8);
    char[] characters = "pässwort😀".toCharArray();
    Secret fromBytes = Secret.of(bytes);
    Secret fromCharacters = Secret.of(characters);
    java.util.Arrays.fill(bytes, (byte) 1);
    java.util.Arrays.fill(characters, 'x');
    assertThat(plain(fromBytes)).isEqualTo(KEY);
    assertThat(plain(fromCharacters)).isEqualTo("pässwort😀");
    assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(""));
    assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(new char[0]));
  }

  @Test
  void hasNoEqualityNorSerialization() throws Exception {
    assertThat(Secret.of(KEY)).isNotEqualTo(Secret.of(KEY));
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatExceptionOfType(NotSerializableException.class)
          .isThrownBy(() -> out.writeObject(Secret.of(KEY)));
    }
  }

  @Test
  void aMaskShowsTheEndOfLongSecretsOnly() {
    assertThat(Secret.of(KEY).masked()).hasToString("••••WXYZ");
    assertThat(Secret.of("fifteen-letters").masked().text()).isEqualTo("••••");
    assertThat(Secret.of("sixteen--letters").masked().text()).isEqualTo("••••ters");
    assertThat(Secret.of("a long one that ends in é").masked().text()).isEqualTo("••••");
    assertThat(Secret.of("a long one that ends in \n").masked().text()).isEqualTo("••••");
  }

  @Test
  void theEnvironmentHasTheUsualKeyOfEachProvider() {
    Map<String, String> variables = new HashMap<>();
    variables.put("OPENAI_API_KEY", KEY + "\n");
    variables.put("MY_SERVER_V2_API_KEY", "another-key");
    variables.put("BLANK_API_KEY", " ");
    KeySource source = KeySource.environment(variables::get);
    assertThat(found(source, "openai", SecretRef.DEFAULT_NAME)).contains(KEY);
    assertThat(found(source, "my-server.v2", SecretRef.DEFAULT_NAME)).contains("another-key");
    assertThat(found(source, "openai", "webhook")).isEmpty();
    assertThat(found(source, "blank", SecretRef.DEFAULT_NAME)).isEmpty();
    assertThat(found(source, "unknown", SecretRef.DEFAULT_NAME)).isEmpty();
    assertThat(found(KeySource.none().orElse(source), "openai", SecretRef.DEFAULT_NAME))
        .contains(KEY);
    assertThat(found(source.orElse(ref -> Optional.of(Secret.of("own"))), "x", "y"))
        .contains("own");
  }

  private static Optional<String> found(KeySource source, String provider, String name) {
    SecretRef ref = new SecretRef("default", Optional.empty(), provider, name);
    return source.find(ref).map(SecretTest::plain);
  }

  @Test
  void aReferenceNamesTheSecretOfTheCall() {
    CallContext context = CallContext.create().tenant("acme").user("anna");
    assertThat(SecretRef.of(context, "openai"))
        .isEqualTo(new SecretRef("acme", Optional.of("anna"), "openai", SecretRef.DEFAULT_NAME));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretRef("t", Optional.of(" "), "p", "n"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretRef("t", Optional.empty(), "", "n"));
  }
}
