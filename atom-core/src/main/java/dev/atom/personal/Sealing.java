package dev.atom.personal;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits: version, nonce, ciphertext, tag. */
final class Sealing {
  static final int KEY_BYTES = 32;

  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private Sealing() {}

  static byte[] seal(Secret key, SecureRandom random, byte[] plain, byte[] context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed =
        key.use(
            PlaintextAccess.granted(),
            bytes -> run(Cipher.ENCRYPT_MODE, bytes, nonce, plain, context));
    byte[] all = new byte[1 + NONCE_BYTES + sealed.length];
    all[0] = VERSION;
    System.arraycopy(nonce, 0, all, 1, NONCE_BYTES);
    System.arraycopy(sealed, 0, all, 1 + NONCE_BYTES, sealed.length);
    return all;
  }

  static byte[] open(Secret key, byte[] sealed, byte[] context) {
    if (sealed.length < 1 + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new SealingException("sealed data has no known form; restore it from a backup");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES);
    byte[] text = Arrays.copyOfRange(sealed, 1 + NONCE_BYTES, sealed.length);
    return key.use(
        PlaintextAccess.granted(), bytes -> run(Cipher.DECRYPT_MODE, bytes, nonce, text, context));
  }

  static byte[] run(int mode, byte[] key, byte[] nonce, byte[] text, byte[] context) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(context);
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new SealingException(
          "sealed data can't be opened: it was changed, or moved to where it does not belong", e);
    }
  }

  /** Binds what is sealed to its place: each part with its length, so that none runs into another. */
  static byte[] context(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (String part : parts) {
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
