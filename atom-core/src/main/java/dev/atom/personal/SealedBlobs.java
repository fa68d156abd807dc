package dev.atom.personal;

import dev.atom.blob.Blob;
import dev.atom.blob.BlobException;
import dev.atom.blob.BlobMissing;
import dev.atom.blob.Blobs;
import dev.atom.secret.PlaintextAccess;
import dev.atom.secret.Secret;
import dev.atom.store.Subject;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Contents that are sealed with the key of the person whom they are about. After {@link
 * PersonalData#erase} they count as missing. References hold the digest and size of what is sealed,
 * so they tell nothing of the content, and the same content put twice is kept twice.
 *
 * <p>Form: version, a salt of 16 bytes, then segments of 64 KiB, each AES-256-GCM. Their key is the
 * HMAC-SHA-256, under the person's key, of the salt, the person and the owner; a segment's nonce is
 * its number and whether it is the last: the STREAM construction of Hoang, Reyhanitabar, Rogaway and
 * Vizár (2015), so that no segment can be left out, moved or cut off. A reader gets bytes only from
 * segments that were checked.
 *
 * <p>Thread-safe as the contents below it.
 */
public final class SealedBlobs implements Blobs {
  private final Blobs blobs;
  private final PersonKeys keys;
  private final Function<Subject, String> personOf;
  private final SecureRandom random;

  private SealedBlobs(
      Blobs blobs, PersonKeys keys, Function<Subject, String> personOf, SecureRandom random) {
    this.blobs = Objects.requireNonNull(blobs, "blobs");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.personOf = Objects.requireNonNull(personOf, "personOf");
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Seals what is kept elsewhere.
   *
   * @param blobs keeps what is sealed
   * @param keys the persons' keys
   * @param personOf whom an owner's contents are about; always the same for the same owner
   * @param random where salts come from
   * @return the sealed contents
   */
  public static SealedBlobs over(
      Blobs blobs, PersonKeys keys, Function<Subject, String> personOf, SecureRandom random) {
    return new SealedBlobs(blobs, keys, personOf, random);
  }

  @Override
  public Blob put(Subject owner, InputStream content) {
    byte[] salt = new byte[Segments.SALT_BYTES];
    random.nextBytes(salt);
    String person = personOf.apply(owner);
    try (Secret key = keys.obtain(owner.tenant(), person)) {
      byte[] derived = derived(key, salt, owner, person);
      try {
        return blobs.put(owner, new SealingStream(content, salt, derived));
      } finally {
        Arrays.fill(derived, (byte) 0);
      }
    }
  }

  @Override
  public InputStream open(Blob blob) {
    Subject owner = blob.owner();
    String person = personOf.apply(owner);
    try (Secret key = keys.find(owner.tenant(), person).orElseThrow(() -> new BlobMissing(blob))) {
      InputStream sealed = blobs.open(blob);
      try {
        byte[] salt = Segments.salt(sealed);
        return new OpeningStream(sealed, derived(key, salt, owner, person));
      } catch (IOException | RuntimeException e) {
        sealed.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BlobException("can't open " + blob, e);
    }
  }

  private static byte[] derived(Secret key, byte[] salt, Subject owner, String person) {
    byte[] context =
        Sealing.context("atom sealed blob", person, owner.tenant(), owner.kind(), owner.id());
    return key.use(
        PlaintextAccess.granted(),
        bytes -> {
          try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            mac.update(salt);
            return mac.doFinal(context);
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
          }
        });
  }

  @Override
  public List<Blob> list(Subject owner) {
    return blobs.list(owner);
  }

  @Override
  public void delete(Blob blob) {
    blobs.delete(blob);
  }

  @Override
  public boolean deleteIfPutBefore(Blob blob, Instant before) {
    return blobs.deleteIfPutBefore(blob, before);
  }

  @Override
  public void forEach(Consumer<Blob> action) {
    blobs.forEach(action);
  }

  @Override
  public void close() {
    blobs.close();
  }
}
