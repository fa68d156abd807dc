package dev.atom.ledger;

import dev.atom.json.Json;
import dev.atom.personal.PersonalData;
import java.util.Optional;

/** What was said, where the host has asked to keep it. Immutable and thread-safe. */
public sealed interface Content {
  /**
   * Readable by whoever reads the ledger.
   *
   * @param exchange request and reply, as the host's {@link ContentPolicy} left them
   */
  record Plain(Json.Obj exchange) implements Content {}

  /**
   * Sealed with the key of the person whom it is about; unreadable once that key is dropped.
   *
   * @param sealed as {@link PersonalData#seal} made it
   */
  record Sealed(Json.Obj sealed) implements Content {
    /**
     * Opens it.
     *
     * @param tenant the record's tenant
     * @param data what seals and opens
     * @return empty if the person's data is erased
     */
    public Optional<Json> open(String tenant, PersonalData data) {
      return data.open(tenant, sealed);
    }
  }
}
