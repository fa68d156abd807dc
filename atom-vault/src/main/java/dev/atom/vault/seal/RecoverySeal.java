package dev.atom.vault.seal;

import com.google.crypto.tink.ConfigurationV0;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.util.SecretBytes;
import dev.atom.vault.IncompatibleLibrary;
import dev.atom.vault.store.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Arrays;

/**
 * Seals for a recipient whose private key isn't here: HPKE (RFC 9180) with X25519, HKDF-SHA256 and
 * AES-256-GCM, without a prefix.
 */
public final class RecoverySeal {
  /** How many bytes a private key and a public key have. */
  public static final int KEY_LENGTH = 32;

  private RecoverySeal() {}

  /** A private key and its public one, 32 bytes each; the caller wipes the array. */
  public static byte[] generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      byte[] scalar =
          ((XECPrivateKey) pair.getPrivate())
              .getScalar()
              .orElseThrow(() -> new GeneralSecurityException("the private key is hidden"));
      byte[] both = Arrays.copyOf(scalar, 2 * KEY_LENGTH);
      Arrays.fill(scalar, (byte) 0);
      littleEndian(((XECPublicKey) pair.getPublic()).getU(), both, KEY_LENGTH);
      return both;
    } catch (GeneralSecurityException e) {
      throw new IncompatibleLibrary("the Java runtime can't make an X25519 key", e);
    }
  }

  /** Seals for a public key. */
  public static Bytes seal(Bytes publicKey, byte[] plain, byte[] context) {
    try {
      KeysetHandle handle = handle(KeysetHandle.importKey(publicKey(publicKey)).withFixedId(1));
      return Bytes.wrapping(
          handle.getPrimitive(ConfigurationV0.get(), HybridEncrypt.class).encrypt(plain, context));
    } catch (GeneralSecurityException e) {
      throw new IncompatibleLibrary("the Java runtime refused to seal for a recovery key", e);
    }
  }

  /**
   * Opens with a private key.
   *
   * @throws GeneralSecurityException if it was not sealed for this key and context
   */
  public static byte[] open(byte[] privateAndPublic, Bytes sealed, byte[] context)
      throws GeneralSecurityException {
    byte[] scalar = Arrays.copyOf(privateAndPublic, KEY_LENGTH);
    try {
      Bytes publicKey = Bytes.of(privateAndPublic, KEY_LENGTH, 2 * KEY_LENGTH);
      HpkePrivateKey key =
          HpkePrivateKey.create(
              publicKey(publicKey), SecretBytes.copyFrom(scalar, InsecureSecretKeyAccess.get()));
      KeysetHandle handle = handle(KeysetHandle.importKey(key).withFixedId(1));
      return handle
          .getPrimitive(ConfigurationV0.get(), HybridDecrypt.class)
          .decrypt(sealed.toArray(), context);
    } finally {
      Arrays.fill(scalar, (byte) 0);
    }
  }

  private static KeysetHandle handle(KeysetHandle.Builder.Entry entry)
      throws GeneralSecurityException {
    return KeysetHandle.newBuilder().addEntry(entry.makePrimary()).build();
  }

  private static HpkePublicKey publicKey(Bytes key) throws GeneralSecurityException {
    HpkeParameters parameters =
        HpkeParameters.builder()
            .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
            .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
            .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
            .setVariant(HpkeParameters.Variant.NO_PREFIX)
            .build();
    return HpkePublicKey.create(
        parameters, com.google.crypto.tink.util.Bytes.copyFrom(key.toArray()), null);
  }

  private static void littleEndian(BigInteger number, byte[] target, int at) {
    byte[] big = number.toByteArray();
    for (int i = 0; i < Math.min(big.length, KEY_LENGTH); i++) {
      target[at + i] = big[big.length - 1 - i];
    }
  }
}
