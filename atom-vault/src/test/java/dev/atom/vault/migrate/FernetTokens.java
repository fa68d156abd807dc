package dev.atom.vault.migrate;

import dev.atom.json.Json;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Makes Fernet tokens for tests, after the specification, and reads the recorded ones. */
final class FernetTokens {
  private FernetTokens() {}

  static String key(Random random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return Base64.getUrlEncoder().encodeToString(key);
  }

  static String token(String key, String text, Random random) {
    byte[] iv = new byte[16];
    random.nextBytes(iv);
    return token(key, text.getBytes(StandardCharsets.UTF_8), iv, random.nextInt(2_000_000_000));
  }

  static String token(String key, byte[] text, byte[] iv, long seconds) {
    byte[] cipherText = encrypted(key, text, iv, "AES/CBC/PKCS5Padding");
    return Base64.getUrlEncoder().encodeToString(signed(key, iv, seconds, cipherText));
  }

  /** Encrypts whole blocks as they are, so that a test has the padding in its hands. */
  static byte[] unpadded(String key, byte[] blocks, byte[] iv, long seconds) {
    return signed(key, iv, seconds, encrypted(key, blocks, iv, "AES/CBC/NoPadding"));
  }

  private static byte[] encrypted(String key, byte[] text, byte[] iv, String how) {
    byte[] secret = Base64.getUrlDecoder().decode(key);
    try {
      Cipher cipher = Cipher.getInstance(how);
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, 16, 16, "AES"), new IvParameterSpec(iv));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] signed(String key, byte[] iv, long seconds, byte[] cipherText) {
    byte[] secret = Base64.getUrlDecoder().decode(key);
    ByteBuffer bytes = ByteBuffer.allocate(1 + 8 + 16 + cipherText.length + 32);
    bytes.put((byte) 0x80).putLong(seconds).put(iv).put(cipherText);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Arrays.copyOf(secret, 16), "HmacSHA256"));
      mac.update(bytes.array(), 0, bytes.position());
      return bytes.put(mac.doFinal()).array();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static FernetKeys keys(String... texts) {
    return FernetKeys.of(Arrays.stream(texts).map(Secret::of).toList());
  }

  /** Opens and closes what was found. */
  static String open(FernetKeys keys, String token) {
    return text(keys.decrypt(token));
  }

  static String text(Secret secret) {
    try (secret) {
      return secret.use(
          PlaintextAccess.granted(), plain -> new String(plain, StandardCharsets.UTF_8));
    }
  }

  static Json read(String file) {
    try (InputStream in = FernetTokens.class.getResourceAsStream("/fernet/" + file)) {
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Json.Obj> cases(String file) {
    return objects(read(file));
  }

  static List<Json.Obj> objects(Json json) {
    return ((Json.Arr) json).items().stream().map(Json.Obj.class::cast).toList();
  }

  static String member(Json.Obj json, String name) {
    return ((Json.Str) json.members().get(name)).value();
  }
}
