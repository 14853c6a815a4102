# The cable is pulled between two sales; the receipt of the second waits for it, and prints.
printer ready
sale
end
faults at byte 0 unplugged
printer gone
sale
faults at byte 0 plugged
printer ready
end
