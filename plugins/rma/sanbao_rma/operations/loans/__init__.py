"""What people do with loan units: offer, lend, remind, take back, write down."""
