package dev.atom.vault;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.KmsEnvelopeAead;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.atom.vault.seal.TinkKeyset;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import dev.atom.vault.store.RowKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.jasypt.encryption.pbe.StandardPBEByteEncryptor;
import org.jasypt.iv.RandomIvGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.encrypt.Encryptors;

/** Seals and opens a key of 51 bytes: the vault's row, bare AES-256-GCM, and other libraries. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealPeers {
  private final byte[] plain =
      "sk-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL".getBytes(StandardCharsets.US_ASCII);
  private final byte[] place = new byte[60];
  private final BareGcm bare = new BareGcm();
  private final RowSeal seal = new RowSeal(Bytes.of(new byte[16]));
  private final RowKey key = new RowKey(RowKind.SECRET, Bytes.of(new byte[32]));
  private TinkKeyset keyset;
  private Aead envelope;
  private BytesEncryptor spring;
  private StandardPBEByteEncryptor jasypt;
  private Fernet fernet;
  private Row row;
  private byte[] bareSealed;
  private byte[] envelopeSealed;
  private byte[] springSealed;
  private byte[] jasyptSealed;
  private byte[] fernetSealed;

  /**
   * Makes the keys and one sealed value of each.
   *
   * @throws GeneralSecurityException if the runtime lacks something
   */
  @Setup
  public void prepare() throws GeneralSecurityException {
    keyset = TinkKeyset.of(TinkKeyset.generate(new SecureRandom()));
    AeadConfig.register();
    Aead kek =
        KeysetHandle.generateNew(KeyTemplates.get("AES256_GCM"))
            .getPrimitive(RegistryConfiguration.get(), Aead.class);
    envelope = KmsEnvelopeAead.create(PredefinedAeadParameters.AES256_GCM, kek);
    spring = Encryptors.stronger("password", "5c0744940b5c369b");
    jasypt = new StandardPBEByteEncryptor();
    jasypt.setPassword("password");
    jasypt.setAlgorithm("PBEWITHHMACSHA512ANDAES_256");
    jasypt.setIvGenerator(new RandomIvGenerator());
    fernet = new Fernet();
    row = atomSeal();
    bareSealed = bareSeal();
    envelopeSealed = envelopeSeal();
    springSealed = springSeal();
    jasyptSealed = jasyptSeal();
    fernetSealed = fernetSeal();
  }

  /**
   * The floor.
   *
   * @return the sealed key
   */
  @Benchmark
  public byte[] bareSeal() {
    return bare.seal(plain, place);
  }

  /**
   * The floor.
   *
   * @return the key
   */
  @Benchmark
  public byte[] bareOpen() {
    return bare.open(bareSealed, place);
  }

  /**
   * The vault: what a seal is bound to is written, sealed, and made a row.
   *
   * @return the row
   */
  @Benchmark
  public final Row atomSeal() {
    return seal.seal(keyset, 1, key, 7, plain);
  }

  /**
   * The vault.
   *
   * @return the key
   * @throws GeneralSecurityException if it doesn't open
   */
  @Benchmark
  public byte[] atomOpen() throws GeneralSecurityException {
    return seal.open(keyset, row);
  }

  /**
   * Tink's envelope: a data key of its own for each value, wrapped by a local key.
   *
   * @return the sealed key
   * @throws GeneralSecurityException if it can't be sealed
   */
  @Benchmark
  public byte[] envelopeSeal() throws GeneralSecurityException {
    return envelope.encrypt(plain, place);
  }

  /**
   * Tink's envelope.
   *
   * @return the key
   * @throws GeneralSecurityException if it doesn't open
   */
  @Benchmark
  public byte[] envelopeOpen() throws GeneralSecurityException {
    return envelope.decrypt(envelopeSealed, place);
  }

  /**
   * Spring Security's AES-256-GCM; it binds a value to nothing.
   *
   * @return the sealed key
   */
  @Benchmark
  public byte[] springSeal() {
    return spring.encrypt(plain);
  }

  /**
   * Spring Security's AES-256-GCM.
   *
   * @return the key
   */
  @Benchmark
  public byte[] springOpen() {
    return spring.decrypt(springSealed);
  }

  /**
   * Jasypt, which makes the key from the password for each value; unauthenticated.
   *
   * @return the sealed key
   */
  @Benchmark
  public byte[] jasyptSeal() {
    return jasypt.encrypt(plain);
  }

  /**
   * Jasypt.
   *
   * @return the key
   */
  @Benchmark
  public byte[] jasyptOpen() {
    return jasypt.decrypt(jasyptSealed);
  }

  /**
   * Fernet by the JDK: AES-128-CBC and HMAC-SHA256; binds a value to nothing.
   *
   * @return the token
   */
  @Benchmark
  public byte[] fernetSeal() {
    return fernet.seal(plain);
  }

  /**
   * Fernet by the JDK.
   *
   * @return the key
   */
  @Benchmark
  public byte[] fernetOpen() {
    return fernet.open(fernetSealed);
  }
}
