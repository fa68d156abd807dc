package dev.atom.vault;

import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.vault.disk.PrivateFiles;
import dev.atom.vault.seal.KeyDerivation;
import dev.atom.vault.seal.LibraryCheck;
import dev.atom.vault.seal.TinkKeyset;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that opens a vault: random and kept in a file or an environment variable, or made from a
 * passphrase. Whoever has it and the vault's file has the secrets; whoever loses it has none.
 *
 * <p>Guarantees: {@link #toString()} shows nothing; not serializable; {@link #close()} overwrites
 * the copy held here, and an open vault goes on working. Not guaranteed: that the encryption library
 * keeps no copy of its own while a vault is open.
 *
 * <p>Thread-safe.
 */
public final class MasterKey implements AutoCloseable {
  /** How often a passphrase is hashed unless said otherwise: 600,000 times. */
  public static final int DEFAULT_ITERATIONS = 600_000;

  /** The fewest iterations for a passphrase: 100,000. */
  public static final int MIN_ITERATIONS = 100_000;

  private static final int MAX_KEYSET_LENGTH = 64 * 1024;

  private final Secret material;
  private final int iterations;

  /**
   * Creates a key.
   *
   * @param material a serialized keyset or a passphrase
   * @param iterations for a passphrase; 0 for a keyset
   */
  MasterKey(Secret material, int iterations) {
    this.material = material;
    this.iterations = iterations;
  }

  /**
   * Makes a new random key. Save it before the first secret is put: without it nobody can open the
   * vault, and there is no back door.
   *
   * @return the key
   */
  public static MasterKey generate() {
    return generate(new SecureRandom());
  }

  /**
   * Makes a new random key.
   *
   * @param random where the key comes from
   * @return the key
   */
  public static MasterKey generate(SecureRandom random) {
    LibraryCheck.run();
    byte[] keyset = TinkKeyset.generate(random);
    try {
      return new MasterKey(Secret.of(keyset), 0);
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  /**
   * Reads a key that {@link #save} wrote, or any binary Tink keyset of AES256_GCM keys.
   *
   * @param file the key file; on POSIX file systems readable by its owner alone
   * @return the key
   * @throws MasterKeyUnusable if the file is missing, malformed or readable by others
   */
  public static MasterKey load(Path file) {
    if (!Files.exists(file)) {
      throw new MasterKeyUnusable(
          "there is no master key file " + file + "; restore it from your backup");
    }
    try {
      if (PrivateFiles.openToOthers(file)) {
        throw new MasterKeyUnusable(
            "others may read the master key file " + file + "; run chmod 600 on it");
      }
      if (Files.size(file) > MAX_KEYSET_LENGTH) {
        throw new MasterKeyUnusable(file + " is too large for a master key file");
      }
      return ofKeyset(Files.readAllBytes(file), "the file " + file);
    } catch (IOException e) {
      throw new MasterKeyUnusable("can't read the master key file " + file, e);
    }
  }

  /**
   * Reads the key, or makes and saves one if neither it nor the vault exists. A vault whose key is
   * lost is never given a fresh one.
   *
   * @param keyFile the key file
   * @param vaultFile the vault that the key is for
   * @return the key
   * @throws MasterKeyUnusable as {@link #load}, and if the vault exists without the key file
   */
  public static MasterKey loadOrGenerate(Path keyFile, Path vaultFile) {
    if (Files.exists(keyFile) || Files.exists(vaultFile)) {
      return load(keyFile);
    }
    MasterKey key = generate();
    key.save(keyFile);
    return key;
  }

  /**
   * Reads a key from an environment variable that holds what {@link #encoded} returns.
   *
   * @param variable the variable's name
   * @return the key
   * @throws MasterKeyUnusable if the variable is not set or malformed
   */
  public static MasterKey fromEnvironment(String variable) {
    return fromEnvironment(variable, System::getenv);
  }

  /**
   * Reads a key from a variable that holds what {@link #encoded} returns.
   *
   * @param variable the variable's name
   * @param variables gives a variable's value, or null if it is not set
   * @return the key
   * @throws MasterKeyUnusable if the variable is not set or malformed
   */
  public static MasterKey fromEnvironment(
      String variable, UnaryOperator<@Nullable String> variables) {
    String value = variables.apply(variable);
    if (value == null || value.isBlank()) {
      throw new MasterKeyUnusable("the variable " + variable + " holds no master key; set it");
    }
    try {
      return ofKeyset(Base64.getDecoder().decode(value.strip()), "the variable " + variable);
    } catch (IllegalArgumentException e) {
      // Without the cause: its message shows characters of the key.
      throw new MasterKeyUnusable("the variable " + variable + " is not Base64");
    }
  }

  /**
   * Makes the key from a passphrase with PBKDF2-HMAC-SHA256 and {@link #DEFAULT_ITERATIONS}.
   *
   * @param passphrase text in UTF-8; copied. It is taken as it is: the same letters in another
   *     Unicode normalization form are another passphrase
   * @return the key
   */
  public static MasterKey fromPassphrase(Secret passphrase) {
    return fromPassphrase(passphrase, DEFAULT_ITERATIONS);
  }

  /**
   * Makes the key from a passphrase with PBKDF2-HMAC-SHA256. An existing vault is opened with the
   * iterations it was made with.
   *
   * @param passphrase text in UTF-8; copied
   * @param iterations for a new vault, {@value #MIN_ITERATIONS} to 10,000,000
   * @return the key
   */
  public static MasterKey fromPassphrase(Secret passphrase, int iterations) {
    if (iterations < MIN_ITERATIONS || iterations > KeyDerivation.MAX_ITERATIONS) {
      throw new IllegalArgumentException(
          "iterations must be " + MIN_ITERATIONS + " to 10000000, not " + iterations);
    }
    return new MasterKey(passphrase.use(PlaintextAccess.granted(), Secret::of), iterations);
  }

  /**
   * Writes the key to a new file that only its owner may read.
   *
   * @param file the file, which must not exist yet; directories are made
   * @throws MasterKeyUnusable if the file exists or can't be written
   * @throws IllegalStateException if this key is made from a passphrase or closed
   */
  public void save(Path file) {
    requireKeyset();
    byte[] copy = material.use(PlaintextAccess.granted(), byte[]::clone);
    try {
      PrivateFiles.writeNew(file, copy);
    } catch (IOException e) {
      throw new MasterKeyUnusable("can't write a new master key file " + file, e);
    } finally {
      Arrays.fill(copy, (byte) 0);
    }
  }

  /**
   * Returns the key as Base64, for an environment variable or a secret manager.
   *
   * @return the encoded key, to be closed by the caller
   * @throws IllegalStateException if this key is made from a passphrase or closed
   */
  public Secret encoded() {
    requireKeyset();
    return material.use(
        PlaintextAccess.granted(),
        bytes -> {
          byte[] encoded = Base64.getEncoder().encode(bytes);
          try {
            return Secret.of(encoded);
          } finally {
            Arrays.fill(encoded, (byte) 0);
          }
        });
  }

  /** Overwrites the key. Vaults that are open stay open. Closing twice is fine. */
  @Override
  public void close() {
    material.close();
  }

  /**
   * Returns the kind of key and nothing of it.
   *
   * @return always the same text
   */
  @Override
  public String toString() {
    return "MasterKey[hidden]";
  }

  KeyDerivation newDerivation(SecureRandom random) {
    return iterations == 0 ? KeyDerivation.keyset() : KeyDerivation.passphrase(iterations, random);
  }

  TinkKeyset keyset(KeyDerivation derivation) {
    LibraryCheck.run();
    if ((derivation.kind() == KeyDerivation.KEYSET) != (iterations == 0)) {
      throw new WrongMasterKey(
          iterations == 0
              ? "the vault was made with a passphrase and is opened with a key; give the passphrase"
              : "the vault was made with a key and is opened with a passphrase; give the key");
    }
    return material.use(
        PlaintextAccess.granted(),
        bytes -> iterations == 0 ? parse(bytes) : derive(bytes, derivation));
  }

  private void requireKeyset() {
    if (iterations != 0) {
      throw new IllegalStateException("a master key from a passphrase is nowhere but in your head");
    }
  }

  private static MasterKey ofKeyset(byte[] keyset, String origin) {
    LibraryCheck.run();
    try {
      TinkKeyset.of(keyset);
      return new MasterKey(Secret.of(keyset), 0);
    } catch (GeneralSecurityException e) {
      throw new MasterKeyUnusable(origin + " holds no master key: " + e.getMessage());
    } finally {
      Arrays.fill(keyset, (byte) 0);
    }
  }

  private static TinkKeyset parse(byte[] keyset) {
    try {
      return TinkKeyset.of(keyset);
    } catch (GeneralSecurityException e) {
      throw new MasterKeyUnusable("the master key is malformed: " + e.getMessage());
    }
  }

  private static TinkKeyset derive(byte[] passphrase, KeyDerivation derivation) {
    CharBuffer characters = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(passphrase));
    char[] password = Arrays.copyOf(characters.array(), characters.limit());
    Arrays.fill(characters.array(), '\0');
    PBEKeySpec spec =
        new PBEKeySpec(
            password,
            derivation.salt().toArray(),
            derivation.iterations(),
            TinkKeyset.KEY_LENGTH * 8);
    Arrays.fill(password, '\0');
    byte[] key = new byte[0];
    byte[] serialized = new byte[0];
    try {
      key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      serialized = TinkKeyset.serialize(key, 1);
      return TinkKeyset.of(serialized);
    } catch (GeneralSecurityException e) {
      throw new IncompatibleLibrary("the Java runtime can't make a key from a passphrase", e);
    } finally {
      spec.clearPassword();
      Arrays.fill(key, (byte) 0);
      Arrays.fill(serialized, (byte) 0);
    }
  }
}
