package dev.atom.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Fernet tokens as the specification has them, by the JDK, for the benchmark only. */
final class Fernet {
  private static final int VERSION = 0x80;
  private static final int START = 1 + 8 + 16;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec signing;
  private final SecretKeySpec encryption;

  Fernet() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    signing = new SecretKeySpec(key, 0, 16, "HmacSHA256");
    encryption = new SecretKeySpec(key, 16, 16, "AES");
  }

  byte[] seal(byte[] plain) {
    byte[] iv = new byte[16];
    random.nextBytes(iv);
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, encryption, new IvParameterSpec(iv));
      byte[] sealed = cipher.doFinal(plain);
      byte[] signed =
          ByteBuffer.allocate(START + sealed.length)
              .put((byte) VERSION)
              .putLong(1_700_000_000L)
              .put(iv)
              .put(sealed)
              .array();
      byte[] whole = Arrays.copyOf(signed, signed.length + 32);
      System.arraycopy(mac(signed), 0, whole, signed.length, 32);
      return Base64.getUrlEncoder().encode(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] open(byte[] token) {
    byte[] whole = Base64.getUrlDecoder().decode(token);
    byte[] signed = Arrays.copyOf(whole, whole.length - 32);
    byte[] found = Arrays.copyOfRange(whole, whole.length - 32, whole.length);
    try {
      if (!MessageDigest.isEqual(mac(signed), found)) {
        throw new IllegalStateException("not authentic");
      }
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, encryption, new IvParameterSpec(signed, 9, 16));
      return cipher.doFinal(signed, START, signed.length - START);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] mac(byte[] signed) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(signing);
    return mac.doFinal(signed);
  }
}
