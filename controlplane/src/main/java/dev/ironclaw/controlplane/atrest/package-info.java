/// What is done to the state folder as a whole, while its databases are closed: new data keys, a backup, and a folder made
/// from one. Called by the API and by the verbs that work offline; knows nothing of what the files say.
@NullMarked
package dev.ironclaw.controlplane.atrest;

import org.jspecify.annotations.NullMarked;
