package reading

// The lists below are closed classes of English, or general names of occupations and institutions. They hold no proper name:
// people are found by how the articles write about them.
