/**
 * Keys and other secrets, sealed in one file. Nothing of the encryption library shows in the API.
 *
 * <p>Start reading at {@link dev.atom.vault.Vault} and {@link dev.atom.vault.MasterKey}.
 */
@org.jspecify.annotations.NullMarked
module dev.atom.vault {
  requires static transitive org.jspecify;
  requires transitive dev.atom.core;
  requires com.google.crypto.tink;
  requires com.google.protobuf;
  requires org.slf4j;

  exports dev.atom.vault;
  exports dev.atom.vault.migrate;
  exports dev.atom.vault.file;
  exports dev.atom.vault.store;
}
