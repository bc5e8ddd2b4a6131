"""What belongs together: from lexemes to phrases, from phrases to one group and one reading for each activity."""
