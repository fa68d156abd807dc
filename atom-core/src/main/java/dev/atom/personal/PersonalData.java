package dev.atom.personal;

import dev.atom.json.Json;
import dev.atom.secret.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/**
 * Seals what an event says about a person, so that dropping the person's key erases it wherever it
 * is. The event itself, its type, instant and place in the order stay.
 *
 * <p>Sealed with AES-256-GCM under the person's key and bound to tenant and person: it can't be
 * opened for another. Immutable and thread-safe.
 */
public final class PersonalData {
  private static final String SEALED = "sealed";
  private static final String PERSON = "person";

  private final PersonKeys keys;
  private final SecureRandom random;

  private PersonalData(PersonKeys keys, SecureRandom random) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.random = Objects.requireNonNull(random, "random");
  }

  /**
   * Returns what seals with some keys.
   *
   * @param keys the persons' keys
   * @param random where nonces come from
   * @return what seals and opens
   */
  public static PersonalData with(PersonKeys keys, SecureRandom random) {
    return new PersonalData(keys, random);
  }

  /**
   * Seals a value, such as a message's text, for an event's data. References to contents stay outside
   * of it, or {@link dev.atom.store.Retention} takes the contents for unused: {@link SealedBlobs}
   * seals those themselves.
   *
   * @param tenant the tenant's id
   * @param person whom it is about; the id stays readable
   * @param value what is to be erasable
   * @return {@code {"person": ..., "sealed": ...}}
   */
  public Json.Obj seal(String tenant, String person, Json value) {
    try (Secret key = keys.obtain(tenant, person)) {
      byte[] sealed = Sealing.seal(key, random, value.toUtf8(), context(tenant, person));
      return Json.object()
          .put(PERSON, person)
          .put(SEALED, Base64.getEncoder().encodeToString(sealed))
          .build();
    }
  }

  /**
   * Opens a sealed value.
   *
   * @param tenant the tenant's id
   * @param sealed as {@link #seal} made it
   * @return the value; empty if the person's data is erased
   * @throws SealingException if it was changed, or sealed for another tenant or person
   * @throws IllegalArgumentException if it is no sealed value
   */
  public Optional<Json> open(String tenant, Json.Obj sealed) {
    String person = sealed.text(PERSON).orElseThrow(PersonalData::notSealed);
    String text = sealed.text(SEALED).orElseThrow(PersonalData::notSealed);
    Optional<Secret> key = keys.find(tenant, person);
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try (Secret held = key.get()) {
      byte[] bytes = Base64.getDecoder().decode(text);
      return Optional.of(Json.parse(Sealing.open(held, bytes, context(tenant, person))));
    }
  }

  /**
   * Erases all that was sealed for a person, also in backups. What is sealed later has another key.
   *
   * @param tenant the tenant's id
   * @param person the person's id
   */
  public void erase(String tenant, String person) {
    keys.drop(tenant, person);
  }

  private static IllegalArgumentException notSealed() {
    return new IllegalArgumentException(
        "not a sealed value: it needs the members \"person\" and \"sealed\"");
  }

  private static byte[] context(String tenant, String person) {
    return Sealing.context("atom personal data", tenant, person);
  }
}
