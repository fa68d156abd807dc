package dev.atom.vault.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.ConfigurationV0;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.proto.EncryptedKeyset;
import com.google.crypto.tink.proto.KeyData;
import com.google.crypto.tink.proto.KeyStatusType;
import com.google.crypto.tink.proto.Keyset;
import com.google.crypto.tink.proto.OutputPrefixType;
import com.google.crypto.tink.util.SecretBytes;
import com.google.protobuf.ByteString;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atom.vault.IncompatibleLibrary;
import dev.atom.vault.store.Bytes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A set of AES-256-GCM keys, ready for use. The only class that calls Tink.
 *
 * <p>Keysets are written and read in Tink's own binary form, byte for byte what {@code
 * TinkProtoKeysetFormat} makes, but through the messages themselves: in Tink 1.23 that class works
 * only after a registration that changes the whole JVM, which is the host's affair. For the same
 * reason no {@code KeysetHandle} is kept: its {@code toString()} throws without the registration.
 */
public final class TinkKeyset {
  public static final int KEY_LENGTH = 32;

  private static final String TYPE = "type.googleapis.com/google.crypto.tink.AesGcmKey";

  private final Aead aead;

  private TinkKeyset(Aead aead) {
    this.aead = aead;
  }

  /** Makes a keyset with one new key and returns it serialized, in plain; the caller wipes it. */
  public static byte[] generate(SecureRandom random) {
    byte[] key = new byte[KEY_LENGTH];
    random.nextBytes(key);
    try {
      // Key ids are unsigned in the file and never 0.
      return serialize(key, random.nextInt(1, Integer.MAX_VALUE));
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Serializes a keyset of one key; the caller wipes the argument and the result. */
  public static byte[] serialize(byte[] key, int id) {
    com.google.crypto.tink.proto.AesGcmKey content =
        com.google.crypto.tink.proto.AesGcmKey.newBuilder()
            .setKeyValue(ByteString.copyFrom(key))
            .build();
    KeyData data =
        KeyData.newBuilder()
            .setTypeUrl(TYPE)
            .setValue(content.toByteString())
            .setKeyMaterialType(KeyData.KeyMaterialType.SYMMETRIC)
            .build();
    return Keyset.newBuilder()
        .setPrimaryKeyId(id)
        .addKey(
            Keyset.Key.newBuilder()
                .setKeyId(id)
                .setStatus(KeyStatusType.ENABLED)
                .setOutputPrefixType(OutputPrefixType.TINK)
                .setKeyData(data))
        .build()
        .toByteArray();
  }

  /**
   * Reads a serialized keyset.
   *
   * @throws GeneralSecurityException if it is malformed, has no usable primary key or a key that is
   *     not AES-256-GCM with Tink's prefix
   */
  public static TinkKeyset of(byte[] serialized) throws GeneralSecurityException {
    Keyset keyset = parse(serialized);
    KeysetHandle.Builder builder = KeysetHandle.newBuilder();
    byte[] primary = new byte[0];
    for (Keyset.Key key : keyset.getKeyList()) {
      if (key.getStatus() != KeyStatusType.ENABLED) {
        continue;
      }
      byte[] value = keyBytes(key);
      KeysetHandle.Builder.Entry entry = KeysetHandle.importKey(tinkKey(key.getKeyId(), value));
      if (key.getKeyId() == keyset.getPrimaryKeyId()) {
        entry.makePrimary();
        primary = value;
      } else {
        Arrays.fill(value, (byte) 0);
      }
      builder.addEntry(entry);
    }
    if (primary.length == 0) {
      throw new GeneralSecurityException("the keyset has no enabled primary key");
    }
    try {
      Aead aead = builder.build().getPrimitive(ConfigurationV0.get(), Aead.class);
      return new TinkKeyset(aead);
    } finally {
      Arrays.fill(primary, (byte) 0);
    }
  }

  public byte[] seal(byte[] plain, byte[] associatedData) {
    try {
      return aead.encrypt(plain, associatedData);
    } catch (GeneralSecurityException e) {
      throw new IncompatibleLibrary("the Java runtime refused to encrypt with AES-GCM", e);
    }
  }

  public byte[] open(byte[] sealed, byte[] associatedData) throws GeneralSecurityException {
    return aead.decrypt(sealed, associatedData);
  }

  /** Seals a serialized keyset under this one, in the form of Tink's encrypted keysets. */
  public Bytes wrap(byte[] serialized, byte[] associatedData) {
    return Bytes.of(
        EncryptedKeyset.newBuilder()
            .setEncryptedKeyset(ByteString.copyFrom(seal(serialized, associatedData)))
            .build()
            .toByteArray());
  }

  public TinkKeyset unwrap(Bytes wrapped, byte[] associatedData) throws GeneralSecurityException {
    byte[] serialized = unwrapped(wrapped, associatedData);
    try {
      return of(serialized);
    } finally {
      Arrays.fill(serialized, (byte) 0);
    }
  }

  /** Opens a wrapped keyset and leaves it serialized, in plain; the caller wipes it. */
  public byte[] unwrapped(Bytes wrapped, byte[] associatedData) throws GeneralSecurityException {
    try {
      EncryptedKeyset message =
          EncryptedKeyset.parseFrom(wrapped.toArray(), ExtensionRegistryLite.getEmptyRegistry());
      return open(message.getEncryptedKeyset().toByteArray(), associatedData);
    } catch (InvalidProtocolBufferException e) {
      throw new GeneralSecurityException("the wrapped keyset is malformed", e);
    }
  }

  @Override
  public String toString() {
    return "TinkKeyset[hidden]";
  }

  private static Keyset parse(byte[] serialized) throws GeneralSecurityException {
    try {
      return Keyset.parseFrom(serialized, ExtensionRegistryLite.getEmptyRegistry());
    } catch (InvalidProtocolBufferException e) {
      // Without the cause: it may keep a part of the message.
      throw new GeneralSecurityException("the keyset is malformed");
    }
  }

  private static byte[] keyBytes(Keyset.Key key) throws GeneralSecurityException {
    boolean known =
        key.getKeyData().getTypeUrl().equals(TYPE)
            && key.getOutputPrefixType() == OutputPrefixType.TINK;
    if (!known) {
      throw new GeneralSecurityException(
          "a key of the keyset is not AES256_GCM with the TINK prefix");
    }
    try {
      var content =
          com.google.crypto.tink.proto.AesGcmKey.parseFrom(
              key.getKeyData().getValue(), ExtensionRegistryLite.getEmptyRegistry());
      if (content.getVersion() != 0 || content.getKeyValue().size() != KEY_LENGTH) {
        throw new GeneralSecurityException("a key of the keyset is not a 256-bit key of version 0");
      }
      return content.getKeyValue().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new GeneralSecurityException("a key of the keyset is malformed");
    }
  }

  private static AesGcmKey tinkKey(int id, byte[] value) throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(KEY_LENGTH)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    return AesGcmKey.builder()
        .setParameters(parameters)
        .setIdRequirement(id)
        .setKeyBytes(SecretBytes.copyFrom(value, InsecureSecretKeyAccess.get()))
        .build();
  }
}
