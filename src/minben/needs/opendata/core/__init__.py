"""Pure: who is hidden among whom, and how a catalogue is written."""
