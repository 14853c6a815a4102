# Nothing goes wrong: three receipts, each proved by its fence.
# Nothing of it shows.
printer ready
sale
end
sale
end
sale
end
