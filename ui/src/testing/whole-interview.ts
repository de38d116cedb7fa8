// What the interview fetches only once it is shown, read before the tests begin: on a busy machine
// that takes longer than a test waits for anything to appear.
import "../components/dialog-frame";
import "../features/interview/interview-screen";
import "../features/interview/rich-text";
