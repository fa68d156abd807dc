/**
 * What models cost and can do: a list of 333 models that comes with the library, and lists of the
 * host's own. Start reading at {@link dev.atom.router.catalogue.ModelCatalogue}.
 */
package dev.atom.router.catalogue;
