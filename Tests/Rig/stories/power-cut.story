# The power goes in the middle of a receipt and comes back.
printer ready
faults at byte 200 power-cut 700
sale
end
printer ready
sale
end
