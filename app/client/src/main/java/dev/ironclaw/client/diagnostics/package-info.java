/// What is wrong with an installation, and a bundle of facts for whoever helps. Nothing in it names people or says what
/// they wrote.
@NullMarked
package dev.ironclaw.client.diagnostics;

import org.jspecify.annotations.NullMarked;
